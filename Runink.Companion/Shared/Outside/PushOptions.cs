using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Shared.Outside;

/// <summary>Settings under <c>Delivery:Browser</c>: messages to browsers whose pages are closed (Web Push).</summary>
public sealed class PushOptions
{
    public const string Section = "Delivery:Browser";

    /// <summary>
    /// Hosts of push services that browsers may name, separated by commas; <c>*.</c> stands for anything before. Empty: no browser is written to.
    /// </summary>
    public string Services { get; set; } = "fcm.googleapis.com, updates.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com";

    /// <summary>Whom a push service writes to when something is wrong, like <c>mailto:it@hospital.example</c>; empty: the address that mails come from.</summary>
    public string Contact { get; set; } = "";

    /// <summary>Push services may lie in the hospital's own network, or on this machine.</summary>
    public bool AllowPrivate { get; set; }

    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public bool IsOn => Hosts.Length > 0;

    private string[] Hosts => Services.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The push service that an address belongs to; null when none of those that are allowed.</summary>
    public OutsidePlace? PlaceOf(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && Hosts.Any(host => Matches(host, address))
        && (address.Scheme == Uri.UriSchemeHttps || (AllowPrivate && address.Scheme == Uri.UriSchemeHttp))
            ? new OutsidePlace(address.Host, address, AllowPrivate, "", Timeout)
            : null;

    public IEnumerable<string> Problems()
    {
        foreach (var host in Hosts.Where(host => Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) == UriHostNameType.Unknown))
            yield return $"{Section}:Services: {host} is not the name of a machine.";
        if (Contact.Length > 0 && !(Uri.TryCreate(Contact, UriKind.Absolute, out var contact) && contact.Scheme is "mailto" or "https"))
            yield return $"{Section}:Contact: an address like mailto:it@hospital.example, or one that begins with https://.";
    }

    private bool Matches(string host, Uri address) => host.StartsWith("*.", StringComparison.Ordinal)
        ? address.IdnHost.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase) && address.IsDefaultPort
        : string.Equals(host, address.IdnHost, StringComparison.OrdinalIgnoreCase) && (address.IsDefaultPort || AllowPrivate);
}
