namespace Runink.Companion.Delivery.Crm;

/// <summary>Settings under <c>Delivery:Endpoints:NAME:Crm</c>: which record of a CRM is written, and with what.</summary>
public sealed class CrmOptions
{
    /// <summary>Of the record, as in the address: <c>Case</c>.</summary>
    public string Object { get; set; } = "";

    /// <summary>The record's field that holds our id.</summary>
    public string ExternalField { get; set; } = "";

    /// <summary>Field there → what it gets, one of <see cref="CrmField.Names"/>. No clinical field can be named.</summary>
    public Dictionary<string, string> Map { get; set; } = new(StringComparer.Ordinal);

    internal IEnumerable<string> Problems()
    {
        if (!CrmField.IsName(Object))
            yield return "Crm:Object: say which object is written, like Case.";
        if (!CrmField.IsName(ExternalField))
            yield return "Crm:ExternalField: say which of its fields holds our id.";
        if (Map.Count == 0)
            yield return "Crm:Map: say at least one field and what it gets.";
        foreach (var (target, source) in Map)
        {
            if (!CrmField.IsName(target))
                yield return $"Crm:Map:{target}: no field is called so.";
            if (!CrmField.Names.Contains(source, StringComparer.Ordinal))
                yield return $"Crm:Map:{target}: {source} may not go into a CRM; one of {string.Join(", ", CrmField.Names)}, and nothing clinical.";
        }
    }
}
