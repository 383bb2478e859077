using System.Runtime.InteropServices;

namespace Trucewatch.Geo.Orbits;

/// <summary>
/// Where a satellite is and how it moves, in the frame of its elements: true equator and mean equinox (TEME), as SGP4
/// has it. Kilometres and kilometres a second, because the theory and its test cases are written in them.
/// </summary>
/// <param name="XKm">Towards the mean equinox.</param>
/// <param name="YKm">Along the true equator, 90 degrees east of it.</param>
/// <param name="ZKm">Along the axis, northwards.</param>
/// <param name="VxKmps">Velocity along X.</param>
/// <param name="VyKmps">Velocity along Y.</param>
/// <param name="VzKmps">Velocity along Z.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OrbitState(
    double XKm, double YKm, double ZKm, double VxKmps, double VyKmps, double VzKmps);

/// <summary>Room for the states of one satellite at many times; what stands in it is that of the last call.</summary>
public sealed class OrbitStates
{
    /// <summary>Most times of a batch.</summary>
    public const int MaxTimes = 1 << 20;

    private readonly double[] numbers;
    private readonly byte[] faults;

    /// <summary>Makes room.</summary>
    /// <param name="capacity">Most times of a batch here, 1 to <see cref="MaxTimes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is none.</exception>
    public OrbitStates(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxTimes);
        Capacity = capacity;

        // Four times are worked out at once, so that a batch may write up to three behind its last.
        Stride = (capacity + 3) & ~3;
        numbers = new double[6 * Stride];
        faults = new byte[Stride];
    }

    /// <summary>Most times of a batch here.</summary>
    public int Capacity { get; }

    /// <summary>Times of the last batch.</summary>
    public int Count { get; internal set; }

    internal int Stride { get; }

    internal Span<double> Numbers => numbers;

    internal Span<byte> Faults => faults;

    /// <summary>The state at a time of the batch; numbers that are none where there is a fault.</summary>
    public OrbitState this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new OrbitState(
                numbers[index], numbers[Stride + index], numbers[(2 * Stride) + index],
                numbers[(3 * Stride) + index], numbers[(4 * Stride) + index], numbers[(5 * Stride) + index]);
        }
    }

    /// <summary>Why there is no state at a time of the batch.</summary>
    public OrbitFault FaultOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return (OrbitFault)faults[index];
    }
}
