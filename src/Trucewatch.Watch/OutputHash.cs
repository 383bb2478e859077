using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch;

/// <summary>
/// SHA-256 over everything that a sector puts out. Track updates and facts are two streams, hashed apart and combined
/// at the end, so that the cut of the inputs does not show. Numbers go in bit by bit, feeds by their names.
/// </summary>
public sealed class OutputHash : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private const int FixedBytes = 192;
    private const int MaxTextBytes = 3 * 4096;

    private readonly FeedNames feeds;
    private readonly IncrementalHash tracks = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash facts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] buffer = new byte[BufferBytes];
    private int used;

    /// <summary>Starts an empty hash for a run's feeds.</summary>
    public OutputHash(FeedNames feeds)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        this.feeds = feeds;
    }

    /// <summary>Takes in what one or more steps put out.</summary>
    public void Add(SectorOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (ref readonly var update in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(output.Tracks))
        {
            Add(in update);
        }

        foreach (var fact in output.Facts)
        {
            AddFact(FactJson.Write(fact));
        }
    }

    /// <summary>Takes in one track update.</summary>
    public void Add(in TrackUpdate update)
    {
        Reserve(FixedBytes);
        Put(update.Id.Value);
        Put((int)update.Identity.Scheme);
        Put((long)update.Identity.Number);
        Put(update.Branch);
        Put((int)update.Class);
        Put(update.At.UnixMicroseconds);
        Put(update.KnownAt.UnixMicroseconds);
        Put(update.Position.LatitudeDeg);
        Put(update.Position.LongitudeDeg);
        Put(update.PositionError.EastM2);
        Put(update.PositionError.EastNorthM2);
        Put(update.PositionError.NorthM2);
        Put(update.EastMps);
        Put(update.NorthMps);
        Put(update.HeightM);
        Put(update.HeightSigmaM);
        Put((int)update.HeightReference);
        Put((int)update.Standing);
        Put(update.Evidence.Sequence);
        PutBytes(feeds.Utf8(update.Evidence.Feed));
        if (update.Status != TrackStatus.Told)
        {
            Reserve(sizeof(int) + sizeof(double));
            Put((int)update.Status);
            Put(update.Existence);
        }

        PutText(update.Identity.Text);
        var description = update.Description;
        PutText(description?.Name);
        PutText(description?.CallSign);
        PutText(description?.TypeCode);
        Reserve(2 * sizeof(double));
        Put(description?.LengthM ?? 0);
        Put(description?.BeamM ?? 0);
    }

    /// <summary>Takes in one fact in its byte form (<see cref="FactJson"/>).</summary>
    public void AddFact(ReadOnlySpan<byte> payload)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, payload.Length);
        facts.AppendData(length);
        facts.AppendData(payload);
    }

    /// <summary>The hash of all that came so far, in lower-case hex; more may follow.</summary>
    public string Hex()
    {
        Flush();
        Span<byte> both = stackalloc byte[2 * SHA256.HashSizeInBytes];
        tracks.GetCurrentHash(both);
        facts.GetCurrentHash(both[SHA256.HashSizeInBytes..]);
        return Convert.ToHexStringLower(SHA256.HashData(both));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tracks.Dispose();
        facts.Dispose();
    }

    private void Put(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(used), value);
        used += sizeof(int);
    }

    private void Put(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(used), value);
        used += sizeof(long);
    }

    private void Put(double value) => Put(BitConverter.DoubleToInt64Bits(value));

    private void PutText(string? text)
    {
        if (text is null)
        {
            Reserve(sizeof(int));
            Put(-1);
            return;
        }

        if (text.Length > MaxTextBytes / 3)
        {
            PutBytes(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            return;
        }

        Reserve(sizeof(int) + MaxTextBytes);
        var length = Encoding.UTF8.GetBytes(text, buffer.AsSpan(used + sizeof(int)));
        Put(length);
        used += length;
    }

    private void PutBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxTextBytes)
        {
            PutBytes(SHA256.HashData(bytes));
            return;
        }

        Reserve(sizeof(int) + bytes.Length);
        Put(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(used));
        used += bytes.Length;
    }

    private void Reserve(int bytes)
    {
        if (used + bytes > buffer.Length)
        {
            Flush();
        }
    }

    private void Flush()
    {
        tracks.AppendData(buffer, 0, used);
        used = 0;
    }
}
