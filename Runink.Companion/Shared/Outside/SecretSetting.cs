namespace Runink.Companion.Shared.Outside;

/// <summary>A secret as a setting (best from the environment), or as the content of a file.</summary>
internal static class SecretSetting
{
    public static string? Read(string? value, string? file) =>
        value is { Length: > 0 } ? value
        : file is { Length: > 0 } && File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } read ? read
        : null;

    /// <summary>What is wrong with the two settings, in words; null when they can be meant.</summary>
    public static string? Problem(string name, string? value, string? file, bool isNeeded) => (value, file) switch
    {
        ({ Length: > 0 }, { Length: > 0 }) => $"{name}: say {name} or {name}File, not both.",
        (_, { Length: > 0 }) when !File.Exists(file) => $"{name}File: there is no file {file}.",
        (null or "", null or "") when isNeeded => $"{name}: say it in the environment, or in a file that {name}File names.",
        _ => null,
    };
}
