using System.Buffers;
using Trucewatch.Domain;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Cot;
using Trucewatch.Simulation.Scenarios;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>How often a position is sent: more often in one span of time than in the rest.</summary>
/// <param name="IntervalS">Seconds from position to position.</param>
/// <param name="CloseIntervalS">The same within the span.</param>
/// <param name="FromS">Begin of the span, seconds after the start.</param>
/// <param name="ToS">End of the span.</param>
internal readonly record struct Pace(double IntervalS, double CloseIntervalS, double FromS, double ToS)
{
    /// <summary>Always the same.</summary>
    public static Pace Steady(double intervalS) => new(intervalS, intervalS, 0, 0);

    /// <summary>When the next position is sent after one at this time.</summary>
    public double Next(double seconds)
    {
        if (seconds >= FromS && seconds < ToS)
        {
            return seconds + CloseIntervalS;
        }

        var next = seconds + IntervalS;
        return seconds < FromS && next > FromS ? FromS : next;
    }
}

/// <summary>A vehicle's or aircraft's Cursor on Target events.</summary>
/// <param name="Player">The object; its id is <c>cot:</c> and the uid.</param>
/// <param name="Type">CoT type. The affiliation in it is always n: nobody's opinion of friend or foe.</param>
/// <param name="CallSign">Call sign; begins with EXERCISE.</param>
/// <param name="Pace">How often.</param>
/// <param name="PhaseS">Seconds until the first.</param>
/// <param name="SigmaM">Standard deviation of its positions, as it also says.</param>
/// <param name="HaeM">Height above the ellipsoid; NaN when not known.</param>
/// <param name="Link">The way to the intake.</param>
internal sealed record CotSender(
    Player Player,
    string Type,
    string CallSign,
    Pace Pace,
    double PhaseS,
    double SigmaM,
    double HaeM,
    Link Link) : Sender(Player.Id, Link)
{
    /// <summary>What marks every event as of an exercise.</summary>
    internal static readonly CotMore Exercise = new() { Opex = ExerciseMarks.Opex };

    private const double StaleFactor = 3;

    /// <inheritdoc/>
    public override IEnumerable<Player> Players => [Player];

    /// <inheritdoc/>
    public override IEnumerable<Sent> Send(ScenarioRun run, Instant start)
    {
        var noise = Draws.Named(run.Seed, Name + "/noise");
        var passages = Draws.Named(run.Seed, Name + "/passage");
        var lengthS = run.Length.TotalSeconds;
        var buffer = new ArrayBufferWriter<byte>(512);
        for (var seconds = PhaseS; seconds < lengthS; seconds = Pace.Next(seconds))
        {
            if (Player.Motion.At(seconds) is not { } truly || Received(in truly, seconds) is not { } here)
            {
                continue;
            }

            var sentAt = After(start, seconds);
            buffer.ResetWrittenCount();
            CotEncoder.Write(buffer, Event(here, sentAt, noise));
            buffer.Write("\n"u8);
            var bytes = buffer.WrittenSpan.ToArray();
            foreach (var sent in Arrivals(sentAt, Link.Send(seconds, passages), bytes))
            {
                yield return sent;
            }
        }
    }

    private CotEvent Event(Whereabouts here, Instant sentAt, Draws noise) => new(
        Player.Id["cot:".Length..],
        Type,
        "m-g",
        sentAt,
        sentAt,
        After(sentAt, StaleFactor * Pace.IntervalS),
        Measure(here.Position, SigmaM, noise),
        HaeM,
        SigmaM,
        CourseDeg: here.SpeedMps > 0 ? here.CourseDeg : double.NaN,
        SpeedMps: here.SpeedMps,
        CallSign: CallSign,
        More: Exercise);
}
