using System.Security.Cryptography;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Report;

/// <summary>
/// Turns reports into observations, each id once: a repeat with the same bytes says nothing new, a repeat with other
/// bytes contradicts the first and is a fault.
/// </summary>
internal sealed class ReportDecoder : IFrameDecoder
{
    /// <summary>Most ids remembered; when full, the oldest is forgotten.</summary>
    public const int MaxIds = 65_536;

    private readonly Dictionary<string, UInt128> digests = new(StringComparer.Ordinal);
    private readonly Queue<string> order = new();

    /// <summary>Reports that came again with the same bytes.</summary>
    public long Repeats { get; private set; }

    /// <summary>Ids remembered.</summary>
    public int Remembered => digests.Count;

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var fault = ReportParser.Read(frame.Bytes, out var message);
        if (fault != FrameFault.None || message is null)
        {
            return fault;
        }

        var digest = Digest(frame.Bytes);
        if (digests.TryGetValue(message.Written.ReportId, out var known))
        {
            Repeats += known == digest ? 1 : 0;
            return known == digest ? FrameFault.None : FrameFault.BadGroup;
        }

        Remember(message.Written.ReportId, digest);
        ref var observation = ref output.Add();
        observation.Frame = frame.Ref;
        observation.Kind = ObservationKind.Report;
        observation.At = message.Time;
        observation.ReceivedAt = frame.ReceivedAt;
        observation.HasSourceTime = true;
        observation.IsExercise = message.Written.IsExercise;
        observation.Report = message.Written;
        if (message.Place is { } place)
        {
            observation.HasPosition = true;
            observation.Position = place;
            observation.PositionError = Covariance2.Circular(message.SigmaM);
        }

        return FrameFault.None;
    }

    private static UInt128 Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    private void Remember(string id, UInt128 digest)
    {
        if (order.Count == MaxIds)
        {
            digests.Remove(order.Dequeue());
        }

        order.Enqueue(id);
        digests.Add(id, digest);
    }
}
