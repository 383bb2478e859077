using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Sensors;
using Trucewatch.Evidence.Notes;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Envelope;

namespace Trucewatch.Server.Intake;

/// <summary>
/// Decides for each envelope whether its signature is to be believed, from the record alone: the frame, its receive
/// time, the edition of the registry in force, and which batches of the key came before. What is refused stays in the
/// record and is counted by its reason.
/// </summary>
internal sealed class SignedFrames
{
    /// <summary>How far a gateway's time may be from the receive time.</summary>
    public static readonly TimeSpan TimeWindow = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, ReplayWindow> windows = new(StringComparer.Ordinal);
    private readonly Dictionary<SensorKey, NoteVerifier?> verifiers = [];
    private readonly byte[] signed =
        new byte[EnvelopeHeader.Context.Length + EnvelopeHeader.MaxBytes + EnvelopeHeader.MaxPayloadBytes];

    /// <summary>Checks an envelope; gives the sensor whose key signed it.</summary>
    public FrameFault Check(in FrameView frame, FeedFormat inner, SensorRegistry registry, out Sensor? signer)
    {
        signer = null;
        if (!EnvelopeHeader.TryRead(frame.Bytes, out var header))
        {
            return FrameFault.NotSigned;
        }

        if (frame.Bytes.Length != header.Bytes + header.PayloadBytes)
        {
            return FrameFault.Truncated;
        }

        if (registry.FindKey(header.Key) is not { } found)
        {
            return FrameFault.UnknownKey;
        }

        var (sensor, key) = found;
        var fault = FaultOf(in header, in frame, inner, key);
        signer = fault == FrameFault.None ? sensor : null;
        return fault;
    }

    private FrameFault FaultOf(in EnvelopeHeader header, in FrameView frame, FeedFormat inner, SensorKey key)
    {
        if (key.RevokedAt is { } revoked && (frame.ReceivedAt >= revoked || header.At >= revoked))
        {
            return FrameFault.RevokedKey;
        }

        if (header.At < key.From || header.At >= key.Until)
        {
            return FrameFault.KeyNotInForce;
        }

        if (!HasGoodSignature(in header, frame.Bytes[header.Bytes..], key))
        {
            return FrameFault.BadSignature;
        }

        if (!System.Text.Ascii.Equals(header.Format, inner.Id))
        {
            return FrameFault.UnsupportedType;
        }

        // Only what the key's holder signed may move its window, or anybody could shut a gateway out.
        var apart = frame.ReceivedAt - header.At;
        if (apart > TimeWindow || apart < -TimeWindow)
        {
            return FrameFault.TimeOutOfWindow;
        }

        if (!windows.TryGetValue(key.Id, out var window))
        {
            window = new ReplayWindow();
            windows.Add(key.Id, window);
        }

        return window.TryTake(header.Sequence) ? FrameFault.None : FrameFault.Replayed;
    }

    private bool HasGoodSignature(in EnvelopeHeader header, ReadOnlySpan<byte> payload, SensorKey key)
    {
        Span<byte> signature = stackalloc byte[EnvelopeHeader.SignatureBytes];
        if (!verifiers.TryGetValue(key, out var verifier))
        {
            verifier = NoteVerifier.TryFromPublicKey(key.Id, [.. key.PublicKey]);
            verifiers.Add(key, verifier);
        }

        return verifier is not null && header.TryReadSignature(signature)
            && verifier.Verify(signed.AsSpan(0, header.WriteSigned(payload, signed)), signature);
    }
}
