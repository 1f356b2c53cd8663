using System.ComponentModel.DataAnnotations;
using MimeKit;
using Runink.Companion.Delivery;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Delivery.Smtp;
using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Companion.Hosting.Access.CdsClients;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Access.SignIn;
using Runink.Companion.Hosting.Health;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Hosting.Retention;
using Runink.Companion.Hosting.Telemetry;
using Runink.Companion.Hosting.Tls;
using Runink.Companion.Intake.Folders;
using Runink.Companion.Intake.Mllp;
using Runink.Companion.Intake.Sources;
using Runink.Companion.Intake.Webhooks;
using Runink.Companion.Intake;
using Runink.Companion.Ledger.Anchors;
using Runink.Companion.Ledger.AuditEvents;
using Runink.Companion.Referrals;
using Runink.Companion.Shared.Live;
using Runink.Companion.Shared.Outside;
using Runink.Companion.Triggers.Repositories;
using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Pipeline;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Referrals.Tray;

namespace Runink.Companion.Hosting;

/// <summary>Looks at all settings before anything starts, and names every reason why it cannot.</summary>
public static class Settings
{
    /// <summary>Which type each section is read as. A section that is not here is not looked at for mistyped names.</summary>
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Site"] = typeof(SiteOptions),
        ["Store"] = typeof(StoreOptions),
        ["Memory"] = typeof(MemoryOptions),
        ["Intake:Mllp"] = typeof(MllpOptions),
        ["Intake:Folders"] = typeof(List<FolderOptions>),
        ["Intake:Sources"] = typeof(Dictionary<string, SourceOptions>),
        [WebhookSourceOptions.Section] = typeof(Dictionary<string, WebhookSourceOptions>),
        [DeviceOptions.Section] = typeof(DeviceOptions),
        [BodyRoomOptions.Section] = typeof(BodyRoomOptions),
        [PatientMessageOptions.Section] = typeof(PatientMessageOptions),
        [WaitlistOptions.Section] = typeof(WaitlistOptions),
        [TrayOptions.Section] = typeof(TrayOptions),
        [AssistedOptions.Section] = typeof(AssistedOptions),
        [AuthorizationOptions.Section] = typeof(AuthorizationOptions),
        [ReferrerOptions.Section] = typeof(Dictionary<string, ReferrerOptions>),
        ["Delivery"] = typeof(DeliveryOptions),
        ["Delivery:Smtp"] = typeof(SmtpOptions),
        [PushOptions.Section] = typeof(PushOptions),
        ["Delivery:DeadMan"] = typeof(DeadManOptions),
        ["Ledger"] = typeof(LedgerOptions),
        [AnchorOptions.Section] = typeof(AnchorOptions),
        [AuditRepositoryOptions.Section] = typeof(AuditRepositoryOptions),
        [ApiKeyOptions.Section] = typeof(ApiKeyOptions),
        [BreakGlassOptions.Section] = typeof(BreakGlassOptions),
        [RateLimitOptions.Section] = typeof(RateLimitOptions),
        [CircuitLimitOptions.Section] = typeof(CircuitLimitOptions),
        ["SignIn"] = typeof(SignInOptions),
        [CdsHooksOptions.Section] = typeof(CdsHooksOptions),
        ["Provisioning:Groups"] = typeof(List<GroupOptions>),
        ["ReverseProxy"] = typeof(ReverseProxyOptions),
        ["Teams"] = typeof(Domain.Teams.Directory),
        ["Health"] = typeof(HealthOptions),
        ["Tls"] = typeof(WebTlsOptions),
        ["Retention"] = typeof(RetentionOptions),
        ["Telemetry"] = typeof(TelemetryOptions),
        [TriggerOptions.Section] = typeof(TriggerOptions),
        [RepositoryOptions.Section] = typeof(Dictionary<string, RepositoryOptions>),
    };

    public static IReadOnlyList<string> Problems(IConfiguration configuration)
    {
        var problems = new List<string>();
        problems.AddRange(SettingNames.Problems(configuration, Sections));
        var mllp = Bind<MllpOptions>(configuration, "Intake:Mllp", problems);
        var smtp = Bind<SmtpOptions>(configuration, "Delivery:Smtp", problems);
        Bind<DeliveryOptions>(configuration, "Delivery", problems);
        // One by one: the dictionary would leave out whatever cannot be read, without a word.
        var endpoints = configuration.GetSection("Delivery:Endpoints").GetChildren().Select(one => (one.Key, Value: Bind<EndpointOptions>(configuration, one.Path, problems))).Where(one => one.Value is not null)
            .ToDictionary(one => one.Key, one => one.Value!, StringComparer.OrdinalIgnoreCase);
        problems.AddRange(EndpointProblems.Of(endpoints));
        var referrers = configuration.GetSection(ReferrerOptions.Section).GetChildren().Select(one => (one.Key, Value: Bind<ReferrerOptions>(configuration, one.Path, problems))).Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.OrdinalIgnoreCase);
        problems.AddRange(ReferrerOptions.Problems(referrers, name => endpoints.GetValueOrDefault(name)?.Kind?.ToString().ToLowerInvariant()));
        problems.AddRange(Bind<AuthorizationOptions>(configuration, AuthorizationOptions.Section, problems)?.Problems(name => endpoints.GetValueOrDefault(name)?.Kind?.ToString().ToLowerInvariant()) ?? []);
        if (Bind<DeadManOptions>(configuration, "Delivery:DeadMan", problems)?.Endpoint is { Length: > 0 } watcher && endpoints.GetValueOrDefault(watcher)?.Kind != EndpointKind.Webhook)
            problems.Add($"Delivery:DeadMan:Endpoint: {watcher} is no endpoint of kind webhook under Delivery:Endpoints.");
        problems.AddRange(smtp?.Problems() ?? []);
        problems.AddRange(Bind<PushOptions>(configuration, PushOptions.Section, problems)?.Problems() ?? []);
        Bind<MemoryOptions>(configuration, "Memory", problems);
        Bind<LedgerOptions>(configuration, "Ledger", problems);
        Bind<AnchorOptions>(configuration, AnchorOptions.Section, problems);
        Bind<AuditRepositoryOptions>(configuration, AuditRepositoryOptions.Section, problems);
        Bind<HealthOptions>(configuration, "Health", problems);
        problems.AddRange(AddressProblems(configuration));
        var profile = Bind<ProfileOptions>(configuration, "", problems) ?? new ProfileOptions();
        if (profile.Profile is not ("Sample" or "Production"))
            problems.Add($"Profile: {profile.Profile} is neither Sample nor Production.");
        problems.AddRange(Bind<TelemetryOptions>(configuration, "Telemetry", problems)?.Problems(profile.Profile == "Production") ?? []);
        problems.AddRange(Bind<WebTlsOptions>(configuration, "Tls", problems)?.Problems(configuration) ?? []);
        problems.AddRange(Bind<RetentionOptions>(configuration, "Retention", problems)?.Problems() ?? []);
        problems.AddRange(mllp?.Problems(profile.Profile == "Production") ?? []);
        var folders = configuration.GetSection("Intake:Folders").GetChildren().Select(one => Bind<FolderOptions>(configuration, $"Intake:Folders:{one.Key}", problems)).OfType<FolderOptions>().ToList();
        problems.AddRange(FolderOptions.Problems(folders));
        var sources = configuration.GetSection("Intake:Sources").GetChildren().Select(one => (one.Key, Value: Bind<SourceOptions>(configuration, one.Path, problems))).Where(one => one.Value is not null)
            .ToDictionary(one => one.Key, one => one.Value!, StringComparer.OrdinalIgnoreCase);
        problems.AddRange(SourceProblems.Of(sources));
        problems.AddRange(RepositoryOptions.Problems(configuration.GetSection(RepositoryOptions.Section).GetChildren().Select(one => (one.Key, Value: Bind<RepositoryOptions>(configuration, one.Path, problems))).Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.Ordinal)));
        problems.AddRange(WebhookSourceOptions.Problems(configuration.GetSection(WebhookSourceOptions.Section).GetChildren().Select(one => (one.Key, Value: Bind<WebhookSourceOptions>(configuration, one.Path, problems)))
            .Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.OrdinalIgnoreCase)));
        Bind<SignInOptions>(configuration, "SignIn", problems);
        problems.AddRange(Bind<CdsHooksOptions>(configuration, CdsHooksOptions.Section, problems)?.Problems() ?? []);
        Bind<RateLimitOptions>(configuration, RateLimitOptions.Section, problems);
        Bind<BodyRoomOptions>(configuration, BodyRoomOptions.Section, problems);
        Bind<CircuitLimitOptions>(configuration, CircuitLimitOptions.Section, problems);
        Bind<TriggerOptions>(configuration, TriggerOptions.Section, problems);
        Bind<BreakGlassOptions>(configuration, BreakGlassOptions.Section, problems);
        Bind<ApiKeyOptions>(configuration, ApiKeyOptions.Section, problems);
        problems.AddRange(Bind<ProviderOptions>(configuration, ProviderOptions.Section, problems)?.Problems() ?? []);
        problems.AddRange(ReverseProxy.Problems(configuration));
        problems.AddRange(GroupOptions.Problems(configuration));
        problems.AddRange(Bind<PatientMessageOptions>(configuration, PatientMessageOptions.Section, problems)?.Problems() ?? []);
        problems.AddRange(Bind<DeviceOptions>(configuration, DeviceOptions.Section, problems)?.Problems() ?? []);
        problems.AddRange(Bind<AssistedOptions>(configuration, AssistedOptions.Section, problems)?.Problems() ?? []);
        problems.AddRange(Bind<TrayOptions>(configuration, TrayOptions.Section, problems)?.Problems() ?? []);
        problems.AddRange(Bind<WaitlistOptions>(configuration, WaitlistOptions.Section, problems)?.Problems() ?? []);
        problems.AddRange(StoreSettings.Problems(configuration));
        if (Bind<SiteOptions>(configuration, "Site", problems) is { } site)
            problems.AddRange(SiteProblems(site));
        if (SiteProblem(configuration) is { } wrong)
            problems.Add(wrong);
        if (profile.Profile == "Production")
            problems.AddRange(Missing(configuration, smtp));
        return problems;
    }

    /// <summary>Why a message cannot be read as the site means it; null when it can.</summary>
    public static string? SiteProblem(IConfiguration configuration) =>
        configuration["Site:TimeZone"] is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? $"Site:TimeZone: {zone} is not a time zone known to this machine."
        : SiteVocabulary.Problem(configuration["Site:Vocabulary"]) is { } wrong ? $"Site:Vocabulary: {wrong}"
        : SiteFeedProfiles.Problem(configuration["Site:FeedProfiles"]) is { } unreadable ? $"Site:FeedProfiles: {unreadable}"
        : null;

    private static IEnumerable<string> SiteProblems(SiteOptions site)
    {
        if (site.Name.Length > 100 || site.Name.Any(char.IsControl))
            yield return "Site:Name: at most 100 letters on one line.";
        if (site.BaseUrl.Length > 0 && !(Uri.TryCreate(site.BaseUrl, UriKind.Absolute, out var at) && at.Scheme is "http" or "https" && at is { Query: "", Fragment: "", UserInfo: "" }))
            yield return $"Site:BaseUrl: {site.BaseUrl} is not an address that begins with http:// or https:// and ends before any ? or #.";
    }

    /// <summary>Where the web door is, and where teams are reached.</summary>
    private static IEnumerable<string> AddressProblems(IConfiguration configuration)
    {
        foreach (var url in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(url => !IsListenable(url)))
            yield return $"urls: {url} is not an address to listen on, like http://127.0.0.1:5080.";
        foreach (var team in configuration.GetSection("Teams:Addresses").GetChildren().Where(team => !string.IsNullOrEmpty(team.Value) && !(team.Value.Contains('@', StringComparison.Ordinal) && InternetAddressList.TryParse(team.Value, out _))))
            yield return $"{team.Path}: {team.Value} is not an e-mail address.";
        if (configuration["Store:DataDirectory"] is { Length: > 0 } folder && (folder.Contains('\0', StringComparison.Ordinal) || File.Exists(folder)))
            yield return $"Store:DataDirectory: {folder.Replace('\0', '?')} is not a folder.";
    }

    private static bool IsListenable(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: >= 0 and <= 65535 } address
                && (address.Host is "*" or "+" || Uri.CheckHostName(address.Host.Trim('[', ']')) != UriHostNameType.Unknown);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Missing(IConfiguration configuration, SmtpOptions? smtp)
    {
        if (string.IsNullOrEmpty(configuration["Store:DataDirectory"]))
            yield return "Store:DataDirectory: say where the store, or with a database server the checkpoints and keys, are kept.";
        if (string.IsNullOrEmpty(configuration["Site:Name"]))
            yield return "Site:Name: say whose hospital this is.";
        if (string.IsNullOrEmpty(configuration["Site:TimeZone"]))
            yield return "Site:TimeZone: say in which time zone the hospital's clocks run, e.g. Europe/Berlin: a wrong one makes every time without an offset hours wrong.";
        if (string.IsNullOrEmpty(configuration["Site:BaseUrl"]))
            yield return "Site:BaseUrl: say the address at which people reach this app.";
        else if (!(Uri.TryCreate(configuration["Site:BaseUrl"], UriKind.Absolute, out var site) && (site.Scheme == Uri.UriSchemeHttps || site.IsLoopback)))
            yield return "Site:BaseUrl: an address that begins with https://; without TLS everybody on the network reads passphrases and patients.";
        if (string.IsNullOrEmpty(smtp?.Host))
            yield return "Delivery:Smtp:Host: say which mail server takes notifications.";
    }

    internal static T? Bind<T>(IConfiguration configuration, string section, List<string> problems)
        where T : class, new()
    {
        T options;
        try
        {
            options = (section.Length == 0 ? configuration : configuration.GetSection(section)).Get<T>() ?? new T();
        }
        catch (InvalidOperationException problem)
        {
            problems.Add(section.Length == 0 ? problem.Message : $"{section}: {problem.Message}");
            return null;
        }

        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        problems.AddRange(found.Select(one => $"{(section.Length == 0 ? "" : section + ':')}{one.MemberNames.FirstOrDefault()}: {one.ErrorMessage}"));
        return options;
    }
}
