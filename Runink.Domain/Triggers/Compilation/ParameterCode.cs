using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>A named number: the patient's, else the unit's, else as declared. What stood at an instant is what counts there.</summary>
internal sealed class ParameterCode(BoundParameter bound, string trigger) : ScalarCode(bound)
{
    private readonly Value declared = Value.Of(bound.Number);

    public string Name => bound.Name;

    public override bool TryPoint(ref Frame frame, out double near, out decimal exact)
    {
        (near, exact) = ((double)bound.Number, bound.Number);
        return frame.State.Settings.Count == 0;
    }

    /// <summary>What was set for this patient or unit and counts at an instant; null when the declared number does.</summary>
    public ParameterSetting? Setting(PatientState state, DateTimeOffset now) =>
        state.Settings.Where(s => Concerns(s, state) && s.From <= now && (s.Until is null || s.Until > now))
            .OrderBy(s => s.Unit is null ? 0 : 1).ThenByDescending(s => s.From).FirstOrDefault();

    /// <summary>The parameter as it counted in an evaluation, for the words that are made of it.</summary>
    public BoundConstant Seen(Value value) => value is { Known: true, Number.IsPoint: true } ? bound.As(bound.Type, value.Number.Low) : bound;

    protected override Value Run(ref Frame frame)
    {
        if (frame.State.Settings.Count == 0)
            return declared;
        foreach (var setting in frame.State.Settings)
        {
            if (!Concerns(setting, frame.State))
                continue;
            frame.Note(setting.From);
            if (setting.Until is { } end)
                frame.Note(end);
        }

        return Setting(frame.State, frame.Now) is { } chosen ? Converted(chosen) : declared;
    }

    private Value Converted(ParameterSetting setting)
    {
        if (setting.Code.Length == 0)
            return Value.Of(setting.Number);
        return Ucum.Parse(setting.Code) is { } unit && UnitConversion.Convert(setting.Number, unit, bound.Type.Unit, bound.Type.Analyte, bound.Type.Difference) is { } number
            ? Value.Of(number)
            : Value.Unknown(UnknownCauses.UnitUnknown);
    }

    private bool Concerns(ParameterSetting setting, PatientState state) =>
        setting.Parameter == bound.Name && setting.TriggerId == trigger
        && (setting.Unit is null || string.Equals(setting.Unit, state.Encounter?.Unit, StringComparison.OrdinalIgnoreCase));
}
