using Runink.Domain.Foundation;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Signals;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>The business calendars of the site by name, in the site's time zone.</summary>
internal sealed class WorkCalendars(Vocabulary vocabulary, SiteOptions site)
{
    /// <returns>Null round the clock: none is named, or none of this name is known any more.</returns>
    public BusinessCalendar? Find(string? name) => name is not null && vocabulary.Calendars.TryGetValue(name, out var hours) ? hours.In(site.Zone) : null;
}
