using Trucewatch.Domain;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Ais;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>A ship's AIS, as a station ashore passes it on.</summary>
/// <param name="Player">The ship.</param>
/// <param name="Static">What it says of itself.</param>
/// <param name="IsClassA">Class A (types 1 and 5) or class B (types 18 and 24).</param>
/// <param name="NavigationStatus">0 under way, 1 at anchor.</param>
/// <param name="IntervalS">Seconds from position to position.</param>
/// <param name="PhaseS">Seconds until the first.</param>
/// <param name="StaticEvery">Positions from one name to the next; 0 for none at all.</param>
/// <param name="SigmaM">Standard deviation of its positions.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record AisSender(
    Player Player,
    AisStatic Static,
    bool IsClassA,
    int NavigationStatus,
    double IntervalS,
    double PhaseS,
    int StaticEvery,
    double SigmaM,
    Link Link) : Sender(Player.Id, Link)
{
    /// <summary>The station that hears them, and in its name the mark of an exercise.</summary>
    internal const string Station = ExerciseMarks.Station + "-1";

    private const string OtherStation = ExerciseMarks.Station + "-2";

    // Where the armoured message of a single sentence begins, behind "!AIVDM,1,1,,A,".
    private const int PayloadAt = 14;

    /// <inheritdoc/>
    public override IEnumerable<Player> Players => [Player];

    /// <inheritdoc/>
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        var noise = Draws.Named(run.Seed, Name + "/noise");
        var passage = Draws.Named(run.Seed, Name + "/passage");
        var lengthS = run.Length.TotalSeconds;
        for (long number = 0; PhaseS + (number * IntervalS) is var seconds && seconds < lengthS; number++)
        {
            if (Player.Motion.At(seconds) is not { } truly || Received(in truly, seconds) is not { } here)
            {
                continue;
            }

            var sentAt = After(start, seconds);
            var position = Position(here, sentAt, noise);
            foreach (var sent in SendPosition(position, sentAt, Link.Send(seconds, passage)))
            {
                yield return sent;
            }

            if (StaticEvery > 0 && (number + (long)PhaseS) % StaticEvery == 0)
            {
                foreach (var sent in SendStatic(number, sentAt, Link.Send(seconds, passage)))
                {
                    yield return sent;
                }
            }
        }
    }

    private static char Channel(Instant sentAt) => sentAt.UnixMicroseconds / 1_000_000 % 2 == 0 ? 'A' : 'B';

    private static byte[] Tag(Instant at, string station)
    {
        Span<byte> tag = stackalloc byte[AisEncoder.MaxTagBlockBytes];
        return tag[..AisEncoder.TagBlock(tag, at.UnixMicroseconds / 1_000_000, station)].ToArray();
    }

    private AisPosition Position(Whereabouts here, Instant sentAt, Draws noise) => new(
        Static.Mmsi,
        Measure(here.Position, SigmaM, noise),
        here.SpeedMps,
        here.CourseDeg,
        here.CourseDeg,
        (int)(sentAt.UnixMicroseconds / 1_000_000 % 60),
        NavigationStatus,
        HighAccuracy: SigmaM <= 5);

    private IEnumerable<Sent> SendPosition(AisPosition position, Instant sentAt, Passage passage)
    {
        if (double.IsNaN(passage.ArrivesAfterS))
        {
            yield break;
        }

        var at = After(sentAt, passage.ArrivesAfterS);
        var bytes = Write(position, sentAt, at, Station);
        if (passage.DamagedLetter >= 0)
        {
            Damage(bytes, passage.DamagedLetter);
        }

        yield return new Sent(sentAt, at, bytes);
        if (!double.IsNaN(passage.AgainAfterS))
        {
            var again = After(sentAt, passage.AgainAfterS);
            yield return new Sent(sentAt, again, Write(position, sentAt, again, OtherStation));
        }
    }

    private byte[] Write(in AisPosition position, Instant sentAt, Instant at, string station)
    {
        Span<byte> bytes = stackalloc byte[AisEncoder.MaxBytes + AisEncoder.MaxTagBlockBytes];
        var length = IsClassA
            ? AisEncoder.PositionA(bytes, position, Channel(sentAt), Tag(at, station))
            : AisEncoder.PositionB(bytes, position, Channel(sentAt), Tag(at, station));
        return bytes[..length].ToArray();
    }

    /// <summary>Another letter of the same alphabet, as radio noise makes it; the checksum no longer agrees.</summary>
    private static void Damage(byte[] sentence, int letter)
    {
        var at = sentence.AsSpan().LastIndexOf((byte)'!') + PayloadAt + letter;
        sentence[at] = sentence[at] == (byte)'0' ? (byte)'1' : (byte)'0';
    }

    private IEnumerable<Sent> SendStatic(long number, Instant sentAt, Passage passage)
    {
        if (double.IsNaN(passage.ArrivesAfterS))
        {
            yield break;
        }

        var at = After(sentAt, passage.ArrivesAfterS);
        foreach (var sentence in WriteStatic((int)((Static.Mmsi + number) % 10), sentAt, at))
        {
            yield return new Sent(sentAt, at, sentence);
        }
    }

    /// <summary>The sentences of one message (class A) or two (class B), one after the other.</summary>
    private List<ReadOnlyMemory<byte>> WriteStatic(int sequenceId, Instant sentAt, Instant at)
    {
        var bytes = new byte[2 * (AisEncoder.MaxBytes + AisEncoder.MaxTagBlockBytes)];
        var tag = Tag(at, Station);
        var length = IsClassA
            ? AisEncoder.StaticA(bytes, Static, Channel(sentAt), sequenceId, tag)
            : AisEncoder.StaticB(bytes, Static, Channel(sentAt), tag);
        var sentences = new List<ReadOnlyMemory<byte>>();
        for (var from = 0; from < length;)
        {
            var end = from + bytes.AsSpan(from).IndexOf((byte)'\n') + 1;
            sentences.Add(bytes.AsMemory(from, end - from));
            from = end;
        }

        return sentences;
    }
}
