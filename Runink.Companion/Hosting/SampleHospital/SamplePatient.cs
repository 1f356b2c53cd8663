namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>A synthetic person on their way through a story. Names are drawn from a list; nobody of them exists.</summary>
internal sealed class SamplePatient
{
    private static readonly string[] Families =
        ["Oliveira", "Tan", "Abara", "Ortiz", "Kaur", "Novak", "Fischer", "Haddad", "Lindqvist", "Moreau", "Okafor", "Petrova", "Sato", "Demir", "Walsh", "Rossi", "Nguyen", "Silva"];

    private static readonly (string Name, string Sex)[] Givens =
        [("Marta", "F"), ("George", "M"), ("Ruth", "F"), ("Samuel", "M"), ("Ines", "F"), ("Peter", "M"), ("Lena", "F"), ("Omar", "M"), ("Astrid", "F"), ("Jules", "M"), ("Ada", "F"), ("Ivan", "M"), ("Keiko", "F")];

    private static readonly string[] Payers = ["Northwind Health", "Contoso Care", "Medicare", "State Medicaid"];

    private SamplePatient(int number, string family, (string Name, string Sex) given, DateOnly born, SampleStory story, int bed)
    {
        Number = number;
        (Family, Given, Sex, BornOn, Story, Bed) = (family, given.Name, given.Sex, born, story, bed);
    }

    public int Number { get; }

    public string Mrn => (40_000 + Number).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public string Family { get; }

    public string Given { get; }

    /// <summary>F or M.</summary>
    public string Sex { get; }

    public DateOnly BornOn { get; }

    public SampleStory Story { get; }

    public int Bed { get; }

    public string Payer => Payers[Number % Payers.Length];

    public string Postcode => $"10{Number % 10}15";

    /// <summary>0 before arrival, then one more with every message.</summary>
    public int Step { get; set; }

    public bool IsGone => Step > Story.Steps + 1;

    /// <summary>The same number gives the same person.</summary>
    public static SamplePatient Of(int number, DateOnly today)
    {
        var dice = new Random(number * 7919);
        var story = SampleStory.All[number % SampleStory.All.Count];
        var age = dice.Next(story.YoungestAge, story.OldestAge + 1);
        return new SamplePatient(
            number, Families[dice.Next(Families.Length)], Givens[dice.Next(Givens.Length)], today.AddYears(-age).AddDays(-dice.Next(1, 364)), story, dice.Next(1, 25));
    }
}
