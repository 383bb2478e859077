using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Simulation.Sending;

namespace Trucewatch.Simulation.Scenarios;

/// <summary>
/// One message that tells of a true incident and came through: what a watch had to find it by. An incident of which too
/// little came through cannot be found by anybody, and nobody is to be blamed for that.
/// </summary>
/// <param name="Incident">Id of the true incident.</param>
/// <param name="Feed">Name of the feed.</param>
/// <param name="At">When the object was there, or when it was reported to have happened.</param>
/// <param name="ReceivedAt">When the message was received.</param>
/// <param name="InsideM">How far inside the zone the object truly was, in metres; NaN for a written report.</param>
/// <param name="SigmaM">Standard deviation of the position as the message states it; NaN for a written report.</param>
public readonly record struct Sighting(
    string Incident, string Feed, Instant At, Instant ReceivedAt, double InsideM, double SigmaM);

/// <summary>Finds out what came through of somebody who moves.</summary>
internal static class SightingsOf
{
    /// <summary>The sightings of one mover while it is in a zone, in order of sending.</summary>
    /// <param name="sender">How it is heard.</param>
    /// <param name="motion">How it moves.</param>
    /// <param name="incident">The true incident.</param>
    /// <param name="insideM">How far inside the incident's zone a place is.</param>
    /// <param name="sigmaM">Standard deviation of its positions.</param>
    /// <param name="feeds">Feeds of the scenario.</param>
    /// <param name="run">The run.</param>
    /// <param name="start">Its first moment.</param>
    public static IEnumerable<Sighting> Mover(
        Sender sender,
        World.Motion motion,
        TrueIncident incident,
        Func<Geo.GeoPoint, double> insideM,
        double sigmaM,
        ImmutableArray<ScenarioFeed> feeds,
        ScenarioRun run,
        Instant start)
    {
        var end = start + run.Length;
        foreach (var sent in sender.Send(run, start))
        {
            if (sent.SentAt >= incident.From && sent.SentAt <= incident.To && sent.At < end
                && Wire.IsWholePosition(sent.Bytes.Span)
                && motion.At((sent.SentAt - start).TotalSeconds) is { } here)
            {
                yield return new Sighting(
                    incident.Id, feeds[sender.Link.Feed].Name, sent.SentAt, sent.At, insideM(here.Position), sigmaM);
            }
        }
    }
}

/// <summary>What can be said of a message by its bytes.</summary>
internal static class Wire
{
    private const byte Star = (byte)'*';
    private const byte BeastEscape = 0x1A;

    // Escape and type, then the bytes of the counter, the signal, and those before the type of an extended squitter.
    private const int BeastTypeAt = 2 + 6 + 1 + 4;

    /// <summary>
    /// False for a message that gives no place: an AIS sentence whose checksum does not hold or that is of another
    /// type, and what an aircraft says of itself beside its place.
    /// </summary>
    public static bool IsWholePosition(ReadOnlySpan<byte> bytes) =>
        bytes[0] == BeastEscape ? IsAirbornePosition(bytes) : !IsOtherSentence(bytes);

    private static bool IsOtherSentence(ReadOnlySpan<byte> bytes)
    {
        var from = bytes.LastIndexOf("!AIVDM,1,1,"u8);
        if (from < 0)
        {
            return bytes.IndexOf("!AIVDM,"u8) >= 0;
        }

        var star = bytes.LastIndexOf(Star);
        byte sum = 0;
        foreach (var one in bytes[(from + 1)..star])
        {
            sum ^= one;
        }

        return bytes[star + 1] != Hex(sum >> 4) || bytes[star + 2] != Hex(sum & 15)
            || bytes[from + 14] is not ((byte)'1' or (byte)'B');
    }

    private static bool IsAirbornePosition(ReadOnlySpan<byte> frame)
    {
        // A byte that is the escape stands twice.
        var at = 2;
        for (var left = BeastTypeAt - at; left > 0; left--)
        {
            at += frame[at] == BeastEscape ? 2 : 1;
        }

        return frame[at] >> 3 is >= 9 and <= 18;
    }

    private static byte Hex(int digit) => (byte)"0123456789ABCDEF"[digit];
}
