namespace Trucewatch.Watch.Rules;

/// <summary>A way over ground in metres.</summary>
internal readonly record struct Way(double EastM, double NorthM)
{
    public double LengthM => Math.Sqrt((EastM * EastM) + (NorthM * NorthM));

    public static Way operator -(Way a, Way b) => new(a.EastM - b.EastM, a.NorthM - b.NorthM);

    public static Way operator +(Way a, Way b) => new(a.EastM + b.EastM, a.NorthM + b.NorthM);
}
