using Runink.Companion.Hosting;
using Runink.Companion.Hosting.CommandLine;

PrivateFiles.FromNowOn();
return Verbs.Find(args) is { } verb
    ? await verb.RunAsync(args[1..])
    : await CompanionHost.RunAsync(args);

/// <summary>The entry point, visible to the tests that start the real host.</summary>
public sealed partial class Program;
