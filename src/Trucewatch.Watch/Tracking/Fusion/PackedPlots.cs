using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;

namespace Trucewatch.Watch.Tracking.Fusion;

/// <summary>
/// The plots of a scan that was taken, in the room of what differs from one to the next: a scan waits a whole window
/// for a late plot that mostly does not come. What is taken out is bit by bit what was put in.
/// </summary>
internal sealed class PackedPlots
{
    /// <summary>64-bit words of <see cref="HeldNumbers"/>: each has a bit in a plot's mask.</summary>
    internal static readonly int WordsOfPlot = Unsafe.SizeOf<HeldNumbers>() / sizeof(ulong);

    private const uint NewSensor = 1u << 30;
    private const uint NewDescription = 1u << 31;

    private readonly List<Sensor?> sensors = [];
    private readonly List<ObjectDescription?> descriptions = [];
    private uint[] masks = [];
    private ulong[] words = [];

    /// <summary>Plots that are in it.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the room that it keeps for words and masks.</summary>
    internal long HeldBytes => (sizeof(ulong) * (long)words.Length) + (sizeof(uint) * (long)masks.Length);

    /// <summary>Puts all plots of a scan in, in place of what was there.</summary>
    public void Pack(ReadOnlySpan<HeldPlot> plots)
    {
        Clear();
        HeldPlot none = default;
        ref readonly var before = ref none;
        var count = 0;
        masks = masks.Length < plots.Length ? new uint[WithSome(plots.Length)] : masks;
        for (var index = 0; index < plots.Length; index++)
        {
            masks[index] = MaskOf(in before, in plots[index]);
            count += BitOperations.PopCount(masks[index] & ~(NewSensor | NewDescription));
            before = ref plots[index];
        }

        words = words.Length < count ? new ulong[WithSome(count)] : words;
        var to = 0;
        for (var index = 0; index < plots.Length; index++)
        {
            ref readonly var plot = ref plots[index];
            var from = WordsOf(in plot.Numbers);
            for (var rest = masks[index] & ~(NewSensor | NewDescription); rest != 0; rest &= rest - 1)
            {
                words[to++] = from[BitOperations.TrailingZeroCount(rest)];
            }

            if ((masks[index] & NewSensor) != 0)
            {
                sensors.Add(plot.Sensor);
            }

            if ((masks[index] & NewDescription) != 0)
            {
                descriptions.Add(plot.Description);
            }
        }

        Count = plots.Length;
    }

    /// <summary>Adds all plots to a list, as they were put in.</summary>
    public void Unpack(List<HeldPlot> plots)
    {
        HeldPlot plot = default;
        var (from, sensor, description) = (0, 0, 0);
        var into = MemoryMarshal.Cast<HeldNumbers, ulong>(new Span<HeldNumbers>(ref plot.Numbers));
        for (var index = 0; index < Count; index++)
        {
            for (var rest = masks[index] & ~(NewSensor | NewDescription); rest != 0; rest &= rest - 1)
            {
                into[BitOperations.TrailingZeroCount(rest)] = words[from++];
            }

            plot.Sensor = (masks[index] & NewSensor) != 0 ? sensors[sensor++] : plot.Sensor;
            plot.Description = (masks[index] & NewDescription) != 0 ? descriptions[description++] : plot.Description;
            plots.Add(plot);
        }
    }

    /// <summary>Lets go of all plots, and keeps the room.</summary>
    public void Clear()
    {
        Count = 0;
        sensors.Clear();
        descriptions.Clear();
    }

    /// <summary>Some room more than is asked for, so that a scan that is a little larger needs none.</summary>
    private static int WithSome(int count) => count + (count / 16);

    private static ReadOnlySpan<ulong> WordsOf(in HeldNumbers numbers) =>
        MemoryMarshal.Cast<HeldNumbers, ulong>(new ReadOnlySpan<HeldNumbers>(in numbers));

    private static uint MaskOf(in HeldPlot before, in HeldPlot plot)
    {
        var was = WordsOf(in before.Numbers);
        var now = WordsOf(in plot.Numbers);
        var mask = 0u;
        for (var word = 0; word < now.Length; word++)
        {
            mask |= was[word] == now[word] ? 0 : 1u << word;
        }

        mask |= ReferenceEquals(before.Sensor, plot.Sensor) ? 0 : NewSensor;
        return mask | (ReferenceEquals(before.Description, plot.Description) ? 0 : NewDescription);
    }
}
