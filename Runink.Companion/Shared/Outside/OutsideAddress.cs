using System.Net;
using System.Net.Sockets;

namespace Runink.Companion.Shared.Outside;

/// <summary>Which addresses belong to the public network. A name that leads anywhere else could make us speak to what trusts this machine.</summary>
public static class OutsideAddress
{
    /// <summary>IANA special-purpose registry (RFC 6890): own networks, this machine, link-local with the clouds' metadata, carriers, documentation, multicast, reserved.</summary>
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of IPv6 only 2000::/3 is given out; these parts of it are not, or lead elsewhere (Teredo, 6to4).
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsPublic(IPAddress address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => IsPublic(address.MapToIPv4()),
        { AddressFamily: AddressFamily.InterNetworkV6 } when Translated.Contains(address) => IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12))),
        { AddressFamily: AddressFamily.InterNetworkV6 } when !GlobalUnicast.Contains(address) => false,
        { AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 } => !Array.Exists(NotPublic, network => network.Contains(address)),
        _ => false,
    };
}
