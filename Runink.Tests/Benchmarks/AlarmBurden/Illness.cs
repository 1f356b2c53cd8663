namespace Runink.Benchmarks.AlarmBurden;

/// <summary>What a generated patient has beside the reason of the stay. None is the many who get better as planned.</summary>
internal enum Illness
{
    None, Sepsis, KidneyInjury, Hyperkalaemia, RespiratoryFailure, Bleeding, Hyperglycaemia, Hypoglycaemia, AlcoholWithdrawal,
    Delirium, MyocardialInfarction, NeutropenicFever, OpioidPain, HeparinThrombocytopenia, Hyponatraemia,
}

/// <param name="Onset">Hours after arrival at which it begins.</param>
/// <param name="Rise">Hours from its onset to its worst.</param>
/// <param name="Worst">0 to 1.</param>
/// <param name="Recovery">Hours from its worst until it is over.</param>
internal sealed record Course(Illness Illness, double Onset, double Rise, double Worst, double Recovery)
{
    /// <summary>How bad it is, 0 to 1, so many hours after arrival.</summary>
    public double At(double hours) =>
        hours < Onset ? 0
        : hours < Onset + Rise ? Worst * (hours - Onset) / Rise
        : hours < Onset + Rise + Recovery ? Worst * (1 - ((hours - Onset - Rise) / Recovery))
        : 0;

    public double Of(Illness illness, double hours) => illness == Illness ? At(hours) : 0;

    /// <summary>Shares of a general hospital, from what is usual in the literature and rounded; an assumption, not a measurement.</summary>
    public static Course Draw(Random random, double stay, int age)
    {
        (Illness Illness, double Share)[] shares =
        [
            (Illness.Sepsis, 0.08), (Illness.KidneyInjury, 0.07), (Illness.Hyperkalaemia, 0.02), (Illness.RespiratoryFailure, 0.05), (Illness.Bleeding, 0.04),
            (Illness.Hyperglycaemia, 0.12), (Illness.Hypoglycaemia, 0.02), (Illness.AlcoholWithdrawal, 0.03), (Illness.Delirium, age > 70 ? 0.15 : 0.02),
            (Illness.MyocardialInfarction, 0.03), (Illness.NeutropenicFever, 0.01), (Illness.OpioidPain, 0.05), (Illness.HeparinThrombocytopenia, 0.003), (Illness.Hyponatraemia, 0.015),
        ];
        var drawn = random.NextDouble();
        var illness = Illness.None;
        foreach (var (one, share) in shares)
        {
            if (drawn < share)
            {
                illness = one;
                break;
            }

            drawn -= share;
        }

        return new(illness, illness is Illness.MyocardialInfarction ? 0 : random.NextDouble() * Math.Min(stay * 0.6, 72), 4 + (random.NextDouble() * 20), Math.Sqrt(random.NextDouble()), 12 + (random.NextDouble() * 48));
    }
}
