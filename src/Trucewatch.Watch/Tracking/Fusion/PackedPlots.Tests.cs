using System.Runtime.InteropServices;
using CsCheck;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Sensors;
using Trucewatch.Geo;
using Trucewatch.Watch.Tracking.Plots;
using Xunit;

namespace Trucewatch.Watch.Tracking.Fusion;

public sealed class PackedPlotsTests
{
    private static readonly Sensor?[] sensors = [null, TestSensors.Of("radar-1"), TestSensors.Of("radar-2")];

    private static readonly ObjectDescription?[] descriptions =
        [null, new ObjectDescription("a", "", "", 0, 0), new ObjectDescription("b", "", "", 0, 0)];

    private static readonly double[] special = [0, -0.0, 1.5, double.NaN, double.NegativeInfinity];

    private static readonly int[] words = [0, 1, int.MaxValue];

    /// <summary>Few values, so that words are alike from plot to plot as often as not.</summary>
    private static readonly Gen<double> number =
        Gen.OneOf(Gen.Int[0, 4].Select(at => special[at]), Gen.Double);

    [Fact]
    public void The_words_of_a_plot_leave_room_in_its_mask_for_what_it_points_to() =>
        Assert.InRange(PackedPlots.WordsOfPlot, 20, 30);

    [Fact]
    public void What_is_unpacked_is_what_was_packed_bit_by_bit_and_packing_starts_anew_each_time()
    {
        var packed = new PackedPlots();
        var list = new List<HeldPlot>();
        Plots().Array[0, 40].Sample(plots =>
        {
            packed.Pack(plots);
            Assert.Equal(plots.Length, packed.Count);
            list.Clear();
            packed.Unpack(list);
            return AreSame(plots, CollectionsMarshal.AsSpan(list));
        }, iter: 2_000, threads: 1);
    }

    [Fact]
    public void Plots_alike_but_for_their_place_take_a_third_of_the_room()
    {
        var plots = new HeldPlot[1_000];
        for (var index = 0; index < plots.Length; index++)
        {
            plots[index].Numbers.Plot = new Plot
            {
                EastM = index + 1, NorthM = -index - 1, Error = Covariance2.Circular(30), Key = index + 1,
            };
            plots[index].Numbers.Frame = new FrameRef(new FeedId(1), index + 1);
            plots[index].Sensor = sensors[1];
        }

        var packed = new PackedPlots();
        packed.Pack(plots);
        Assert.InRange(packed.HeldBytes, 1, plots.Length * 40);
    }

    private static Gen<HeldPlot> Plots() =>
        from numbers in number.Array[18]
        from word in Gen.Int[0, 2].Select(at => words[at])
        from sequence in Gen.Long
        from kind in Gen.Enum<PlotKind>()
        from sensor in Gen.Int[0, 2]
        from description in Gen.Int[0, 2]
        from isAuthenticated in Gen.Bool
        select Held(numbers, word, sequence, kind, sensor, description, isAuthenticated);

    private static HeldPlot Held(
        double[] numbers, int word, long sequence, PlotKind kind, int sensor, int description, bool isAuthenticated)
    {
        var plot = new Plot
        {
            Error = new Covariance2(Math.Abs(numbers[2]), Math.Abs(numbers[3]), numbers[4]),
            SourceNumber = (uint)word, Class = (ObjectClass)(word & 3), Tag = word, Key = sequence, Kind = kind,
            HeightReference = (HeightReference)(word & 1),
        };
        (plot.EastM, plot.NorthM, plot.EastMps, plot.NorthMps) = (numbers[0], numbers[1], numbers[5], numbers[6]);
        (plot.VelocitySigmaMps, plot.ObserverEastM, plot.ObserverNorthM) = (numbers[7], numbers[8], numbers[9]);
        (plot.BearingDeg, plot.BearingSigmaDeg, plot.RangeM) = (numbers[10], numbers[11], numbers[12]);
        (plot.RangeSigmaM, plot.RangeRateMps, plot.RangeRateSigmaMps) = (numbers[13], numbers[14], numbers[15]);
        (plot.HeightM, plot.HeightSigmaM) = (numbers[16], numbers[17]);
        return new HeldPlot
        {
            Numbers = new HeldNumbers
            {
                Plot = plot, At = new Instant(sequence ^ word), Frame = new FrameRef(new FeedId(word & 7), sequence),
                IsAuthenticated = isAuthenticated,
            },
            Sensor = sensors[sensor],
            Description = descriptions[description],
        };
    }

    private static bool AreSame(ReadOnlySpan<HeldPlot> a, ReadOnlySpan<HeldPlot> b)
    {
        var isSame = a.Length == b.Length;
        for (var index = 0; isSame && index < a.Length; index++)
        {
            ref readonly var x = ref a[index];
            ref readonly var y = ref b[index];
            isSame = Bytes(in x).SequenceEqual(Bytes(in y)) && ReferenceEquals(x.Sensor, y.Sensor)
                && ReferenceEquals(x.Description, y.Description);
        }

        return isSame;
    }

    private static ReadOnlySpan<byte> Bytes(in HeldPlot plot) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<HeldNumbers>(in plot.Numbers));
}
