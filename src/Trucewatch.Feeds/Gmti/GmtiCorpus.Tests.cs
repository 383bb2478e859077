using System.Text.Json;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo.Geodesics;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Gmti;

/// <summary>A recorded exercise of ten vehicles, seen by one radar.</summary>
public sealed class GmtiCorpusTests
{
    private const string Recording = "formats/stanag4607/pr_scenario_10tgts_situationAwarenessMask.4607";

    [Fact]
    public void EveryPacketIsReadAndSaysWhatItIs()
    {
        var run = GmtiRun.Over(File.ReadAllBytes(RepositoryTree.CorpusFile(Recording)));
        Assert.Equal(194, run.Faults.Count(fault => fault == FrameFault.None));
        Assert.Equal((194, 194), (run.Faults.Count, run.Lines.Count));
        var packets = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(packets, packet => Assert.Equal(
            ("30", "Test Data", true, "simulated"),
            (packet.GetProperty("version").GetString(), packet.GetProperty("platform").GetString(),
                packet.GetProperty("exercise").GetBoolean(), packet.GetProperty("origin").GetString())));
        var segments = packets.SelectMany(packet => packet.GetProperty("segments").EnumerateArray())
            .GroupBy(segment => segment.GetProperty("segment").GetString()!)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        Assert.Equal(
            (20, 20, 154, 1),
            (segments["mission"].Count, segments["job"].Count, segments["dwell"].Count, segments["free_text"].Count));
        Assert.Equal(4, segments.Count);
        Assert.All(segments["mission"], one => Assert.Equal("2010-11-30", one.GetProperty("date").GetString()));
        Assert.Equal("Example free-text message.", segments["free_text"][0].GetProperty("text").GetString());
    }

    /// <summary>The figures were computed from the bytes by a reader of a dozen lines, written apart from this one.
    /// </summary>
    [Fact]
    public void TargetsLieWhereAnotherReaderPutsThem()
    {
        var run = GmtiRun.Over(File.ReadAllBytes(RepositoryTree.CorpusFile(Recording)));
        Assert.Equal((218, 154), (run.Observations.Count, run.Looks.Count));
        Assert.Equal(8871.468227086589, run.Observations.Sum(seen => seen.Position.LatitudeDeg), 1e-9);
        Assert.Equal(-24819.425231041387, run.Observations.Sum(seen => seen.Position.LongitudeDeg), 1e-9);
        Assert.Equal("40.7040676 -113.8799426", run.Observations[0].Position.ToString());
        Assert.Equal("2010-11-30T08:00:09.150Z", run.Observations[0].At.ToString());
        Assert.Equal("2010-11-30T08:09:53.229Z", run.Observations[^1].At.ToString());
        Assert.All(run.Observations, seen => Assert.Equal(
            (true, true, ObservationKind.Position, true),
            (seen.IsExercise, seen.HasSourceTime, seen.Kind, seen.HasAssumedError)));
    }

    /// <summary>A radar sees its targets where it looks: the lit ground, made from other fields, holds them.</summary>
    [Fact]
    public void NearlyEveryTargetLiesOnTheLitGround()
    {
        var run = GmtiRun.Over(File.ReadAllBytes(RepositoryTree.CorpusFile(Recording)));
        var inside = 0;
        foreach (var seen in run.Observations)
        {
            var look = run.Looks.Single(look => look.Frame == seen.Frame);
            var (near, far) = (From(look.Corners[0]), From(look.Corners[2]));
            var (first, last, own) = (From(look.Corners[1]), far, From(seen.Position));
            inside += own.DistanceM >= near.DistanceM && own.DistanceM <= far.DistanceM
                && own.AzimuthStartDeg >= first.AzimuthStartDeg && own.AzimuthStartDeg <= last.AzimuthStartDeg ? 1 : 0;

            GeodesicInverse From(Geo.GeoPoint to) => Geodesic.Inverse(look.SensorPosition, to);
        }

        Assert.InRange(inside, 218 * 9 / 10, 218);
    }
}
