namespace Runink.Domain.Ledger;

/// <summary>
/// Where the proof is kept: section <c>Ledger</c>. Whoever can write the store should not be able to write these, so they may stand on
/// another disk, under another user's rights. Relative paths start in the data folder.
/// </summary>
public sealed record LedgerOptions
{
    /// <summary>The signed heads of the chain.</summary>
    public string CheckpointFile { get; init; } = "ledger-checkpoints.jsonl";

    /// <summary>The private key, PEM. It is made on the first start; when it is missing later it is not made again.</summary>
    public string SigningKeyFile { get; init; } = "ledger-signing-key.pem";

    /// <summary>The public keys, PEM, the newest last: what a verifier needs.</summary>
    public string PublicKeyFile { get; init; } = "ledger-public-keys.pem";

    /// <summary>The same options with whole paths.</summary>
    public LedgerOptions In(string dataDirectory) => this with
    {
        CheckpointFile = Path.GetFullPath(CheckpointFile, dataDirectory),
        SigningKeyFile = Path.GetFullPath(SigningKeyFile, dataDirectory),
        PublicKeyFile = Path.GetFullPath(PublicKeyFile, dataDirectory),
    };
}
