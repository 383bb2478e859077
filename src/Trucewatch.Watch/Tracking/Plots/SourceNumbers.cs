using Trucewatch.Domain;

namespace Trucewatch.Watch.Tracking.Plots;

/// <summary>
/// By what numbers the last two sensors that number what they see have lately followed a track's object. A number is
/// evidence and no truth: it is used again, and handed from one object to another where two cross. So it only weighs a
/// pair that place and velocity allow, and one that these surely decide it does not turn.
/// </summary>
internal struct SourceNumbers
{
    /// <summary>A number that was not heard for longer may be another object's.</summary>
    public const double HoldS = 60;

    /// <summary>How much likelier the same number makes a pair, and another number of the same sensor unlikelier.
    /// </summary>
    public const double Odds = 20;

    private Number first;
    private Number second;

    private struct Number
    {
        public Instant At;
        public int Sensor;
        public uint Value;
    }

    /// <summary>What a pair with a plot of a number is multiplied by.</summary>
    public readonly double Weight(int sensor, uint number, Instant at)
    {
        if (number == 0)
        {
            return 1;
        }

        ref readonly var known = ref first;
        if (!(first.Value != 0 && first.Sensor == sensor))
        {
            known = ref second;
        }

        return known.Value == 0 || known.Sensor != sensor || at.SecondsSince(known.At) > HoldS ? 1
            : known.Value == number ? Odds : 1 / Odds;
    }

    /// <summary>Takes the number of a plot that the track took.</summary>
    public void Note(int sensor, uint number, Instant at)
    {
        if (number == 0)
        {
            return;
        }

        // The newest comes first, so that the sensor that has been silent longest gives its place.
        if (first.Value != 0 && first.Sensor != sensor)
        {
            second = first;
        }

        first = new Number { At = at, Sensor = sensor, Value = number };
    }
}
