using System.Text;
using Trucewatch.Geo;

namespace Trucewatch.Simulation.World;

/// <summary>
/// A seeded stream of random numbers (SplitMix64: Steele, Lea and Flood 2014). Each actor has streams of its own, taken
/// by name, so that a new draw for one of them does not shift those of the others.
/// </summary>
public sealed class Draws
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong state;

    private Draws(ulong state) => this.state = state;

    /// <summary>The stream of this name under this seed.</summary>
    public static Draws Named(ulong seed, string name)
    {
        // FNV-1a over the name; the mixing then parts names and seeds that differ in one bit.
        var hash = 14695981039346656037UL;
        foreach (var letter in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return new Draws(Mix(Mix(seed + Step) ^ hash));
    }

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(state += Step);

    /// <summary>A number from one value (included) to another (not included).</summary>
    public double Between(double from, double to) => from + ((to - from) * ((Next() >> 11) * (1.0 / (1UL << 53))));

    /// <summary>A whole number from 0 to below the limit.</summary>
    public int Below(int limit) => (int)((Next() >> 32) * (ulong)limit >> 32);

    /// <summary>True with this probability; one draw in any case.</summary>
    public bool Chance(double probability) => Between(0, 1) < probability;

    /// <summary>Two draws from the normal distribution with standard deviation 1 (Box and Muller 1958).</summary>
    public (double First, double Second) Normals()
    {
        var radius = Math.Sqrt(-2 * Elementary.Log(1 - Between(0, 1)));
        var (sin, cos) = Elementary.SinCosDegrees(Between(0, 360));
        return (radius * cos, radius * sin);
    }

    /// <summary>Puts items into an order of which each is as likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var left = items.Length; left > 1; left--)
        {
            var other = Below(left);
            (items[left - 1], items[other]) = (items[other], items[left - 1]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
