namespace Trucewatch.Geo;

/// <summary>A small seeded stream (Steele, Lea and Flood 2014) for the samples of the tests.</summary>
internal sealed class Splitmix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double Between(double from, double to) => from + ((to - from) * ((Next() >> 11) * 1.1102230246251565e-16));

    public double Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Between(0, 1)));
        return radius * Math.Cos(2 * Math.PI * Between(0, 1));
    }
}
