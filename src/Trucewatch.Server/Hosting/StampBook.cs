using System.Globalization;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Notes;

namespace Trucewatch.Server.Hosting;

/// <summary>A checkpoint and the time stamp that an authority gave for it.</summary>
/// <param name="Checkpoint">The checkpoint; its signed note is exactly what was stamped.</param>
/// <param name="Reply">The authority's answer, a TimeStampResp of RFC 3161.</param>
/// <param name="At">When, by the authority's clock.</param>
/// <param name="Authority">Who signed the stamp, by the name in its certificate.</param>
internal sealed record StampedCheckpoint(Checkpoint Checkpoint, byte[] Reply, DateTimeOffset At, string Authority);

/// <summary>
/// The time stamps of a data folder: <c>stamps/SIZE.checkpoint</c> and <c>stamps/SIZE.tsr</c> for each checkpoint that
/// got one. All are kept: for an entry the oldest stamp that covers it counts.
/// </summary>
internal sealed class StampBook(string dataFolder)
{
    /// <summary>The folder below the data folder.</summary>
    public const string Folder = "stamps";

    /// <summary>The longest answer of an authority, in bytes.</summary>
    public const int MaxReplyBytes = 64 * 1024;

    private readonly DiskFiles files = new(dataFolder);

    /// <summary>Keeps a stamp, durably.</summary>
    public void Keep(StampedCheckpoint stamped)
    {
        var name = NameOf(stamped.Checkpoint.Size);
        files.Write(
        [
            new PendingFile($"{Folder}/{name}.tsr", stamped.Reply),
            new PendingFile($"{Folder}/{name}.checkpoint", Encoding.UTF8.GetBytes(stamped.Checkpoint.SignedNote)),
        ]);
    }

    /// <summary>The stamp of the greatest size, or null.</summary>
    public StampedCheckpoint? Newest(NoteVerifier log) =>
        Sizes().Reverse().Select(size => Read(size, log)).FirstOrDefault(stamped => stamped is not null);

    /// <summary>The oldest stamp of a checkpoint that covers an entry, or null.</summary>
    public StampedCheckpoint? OldestOf(long index, NoteVerifier log) =>
        Sizes().Where(size => size > index).Select(size => Read(size, log))
            .FirstOrDefault(stamped => stamped is not null);

    /// <summary>
    /// What an authority's answer says, where it is a stamp of exactly these bytes under a signature of the certificate
    /// that it carries; else null. Whether that certificate is to be trusted is for whoever verifies to say.
    /// </summary>
    public static (DateTimeOffset At, string Authority)? Open(byte[] reply, ReadOnlySpan<byte> stamped)
    {
        try
        {
            var token = Token(reply);
            return token is not null && token.VerifySignatureForData(stamped, out var certificate)
                ? (token.TokenInfo.Timestamp, certificate!.GetNameInfo(X509NameType.SimpleName, forIssuer: false))
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The token in an answer: SEQUENCE { PKIStatusInfo, TimeStampToken OPTIONAL }.</summary>
    private static Rfc3161TimestampToken? Token(byte[] reply)
    {
        try
        {
            var answer = new System.Formats.Asn1.AsnReader(reply, System.Formats.Asn1.AsnEncodingRules.DER);
            var parts = answer.ReadSequence();
            answer.ThrowIfNotEmpty();
            parts.ReadSequence();
            return parts.HasData && Rfc3161TimestampToken.TryDecode(parts.ReadEncodedValue(), out var token, out _)
                ? token
                : null;
        }
        catch (System.Formats.Asn1.AsnContentException)
        {
            return null;
        }
    }

    private static string NameOf(long size) => size.ToString("D12", CultureInfo.InvariantCulture);

    private IReadOnlyList<long> Sizes() =>
    [
        .. files.List(Folder).Where(path => path.EndsWith(".checkpoint", StringComparison.Ordinal))
            .Select(path => long.TryParse(
                Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? size
                : -1)
            .Where(size => size >= 0).Order(),
    ];

    private StampedCheckpoint? Read(long size, NoteVerifier log)
    {
        var note = files.Read($"{Folder}/{NameOf(size)}.checkpoint", Note.MaxBytes);
        var reply = files.Read($"{Folder}/{NameOf(size)}.tsr", MaxReplyBytes);
        return note is not null && reply is not null
            && Checkpoint.TryOpen(note, log, out var checkpoint) == NoteFault.None
            && Open(reply, note) is { } said
            ? new StampedCheckpoint(checkpoint!, reply, said.At, said.Authority)
            : null;
    }
}
