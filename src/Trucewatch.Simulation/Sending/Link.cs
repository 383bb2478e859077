using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Simulation.World;

namespace Trucewatch.Simulation.Sending;

/// <summary>A time in which nothing comes through.</summary>
/// <param name="FromS">Begin, seconds after the start.</param>
/// <param name="ToS">End.</param>
internal readonly record struct Outage(double FromS, double ToS);

/// <summary>What became of a message on its way.</summary>
/// <param name="ArrivesAfterS">Seconds on the way; NaN when it is lost.</param>
/// <param name="AgainAfterS">Seconds until a second copy comes; NaN when none does.</param>
/// <param name="DamagedLetter">Which letter is damaged, from a place that the format chooses; -1 for none.</param>
internal readonly record struct Passage(double ArrivesAfterS, double AgainAfterS, int DamagedLetter);

/// <summary>The way from a sender to the intake, with the faults that such ways have.</summary>
/// <param name="Feed">Index of the feed.</param>
/// <param name="LatencyS">Least time on the way; up to twice as long is usual.</param>
/// <param name="LateChance">Probability that it is held up by 5 to 25 s more, so that others overtake it.</param>
/// <param name="RepeatChance">Probability that a second copy comes 1 to 6 s later.</param>
/// <param name="DamageChance">Probability of a damaged letter, for formats that have a checksum.</param>
/// <param name="Outages">When nothing comes through.</param>
internal sealed record Link(
    int Feed,
    double LatencyS,
    double LateChance,
    double RepeatChance,
    double DamageChance,
    ImmutableArray<Outage> Outages)
{
    private const int DamagedLetters = 20;

    /// <summary>A way without faults.</summary>
    public static Link Clean(int feed, double latencyS) => new(feed, latencyS, 0, 0, 0, []);

    /// <summary>Sends a message. The number of draws does not depend on their values.</summary>
    public Passage Send(double sentS, Draws draws)
    {
        var latencyS = LatencyS * draws.Between(1, 2);
        var (isLate, lateS) = (draws.Chance(LateChance), draws.Between(5, 25));
        var (isRepeated, repeatS) = (draws.Chance(RepeatChance), draws.Between(1, 6));
        var (isDamaged, letter) = (draws.Chance(DamageChance), draws.Below(DamagedLetters));
        var arrivesAfterS = latencyS + (isLate ? lateS : 0);
        if (IsOut(sentS))
        {
            return new Passage(double.NaN, double.NaN, -1);
        }

        return new Passage(
            arrivesAfterS, isRepeated ? arrivesAfterS + repeatS : double.NaN, isDamaged ? letter : -1);
    }

    private bool IsOut(double seconds)
    {
        foreach (var outage in Outages)
        {
            if (seconds >= outage.FromS && seconds < outage.ToS)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Bytes on their way.</summary>
/// <param name="SentAt">When they were sent; a sender's messages come in this order.</param>
/// <param name="At">When they arrive; not before <paramref name="SentAt"/>.</param>
/// <param name="Bytes">One frame with its separator.</param>
internal readonly record struct Sent(Instant SentAt, Instant At, ReadOnlyMemory<byte> Bytes);
