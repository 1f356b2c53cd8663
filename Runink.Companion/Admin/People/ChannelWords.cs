using Runink.Domain.Teams;

namespace Runink.Companion.Admin.People;

/// <summary>Ways to reach somebody, as people call them.</summary>
public static class ChannelWords
{
    public static string Kind(ChannelKind kind) => kind switch
    {
        ChannelKind.Email => "E-mail",
        ChannelKind.Phone => "Phone",
        ChannelKind.Pager => "Pager",
        ChannelKind.Sms => "Text message",
        ChannelKind.Browser => "Browser",
    };

    /// <summary>False where only people call.</summary>
    public static bool IsSent(ChannelKind kind) => kind is not (ChannelKind.Phone or ChannelKind.Pager);
}
