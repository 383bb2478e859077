using System.Text;
using CsCheck;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;
using Xunit;

namespace Trucewatch.Feeds.Ais;

public sealed class AisEncoderTests
{
    private const double Knot = 1852.0 / 3600.0;

    private static readonly Gen<AisPosition> positions =
        Gen.Select(
            Gen.UInt[0, 999_999_999], Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Double[0, 60],
            Gen.Double[0, 360], Gen.Int[0, 359], Gen.Int[0, 59], Gen.Bool)
        .Select((mmsi, lat, lon, speed, course, heading, second, high) => new AisPosition(
            mmsi, GeoPoint.FromDegrees(latitudeDeg: lat, longitudeDeg: lon), speed, course, heading, second, 0, high));

    private static readonly Gen<string> names =
        Gen.Char["ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !\"#$%&'()*+,-./:;<=>?[\\]^_"].Array[0, 20]
            .Select(letters => new string(letters).TrimEnd(' '));

    [Fact]
    public void ClassAComesBack() => positions.Sample(p => ComesBack(p, Write(to => AisEncoder.PositionA(to, p, 'A'))));

    [Fact]
    public void ClassBComesBack() => positions.Sample(p => ComesBack(p, Write(to => AisEncoder.PositionB(to, p, 'B'))));

    [Fact]
    public void LongRangeComesBack() => positions.Sample(p =>
    {
        var seen = Assert.Single(AisRun.Decode(Write(to => AisEncoder.LongRange(to, p, 'A'))).Observations);
        SamePlace(p, seen, 0.501 / 600);
        Assert.Equal(Math.Min(p.SpeedMps, 62 * Knot), seen.SpeedMps, 0.501 * Knot);
        SameCourse(p.CourseDeg, seen.CourseDeg, 0.501);
    });

    [Fact]
    public void NamesComeBack() => names.Sample(name =>
    {
        var station = new AisStatic(237000009, name, "", 30, 100, 411, 63, 0, 9134270, 12.2, name);
        var a = Assert.Single(AisRun.Decode(Write(to => AisEncoder.StaticA(to, station, 'A', 7))).Observations);
        Assert.Equal(new ObjectDescription(name, "", "30", 511, 63), a.Description);
        var b = AisRun.Decode(Write(to => AisEncoder.StaticB(to, station, 'A'))).Observations;
        Assert.Equal(new ObjectDescription(name, "", "30", 511, 63), b[1].Description);
    });

    [Fact]
    public void EveryHeadingAndCourseComesBack()
    {
        for (var tenths = 0; tenths < 3600; tenths++)
        {
            var p = new AisPosition(1, null, 0, tenths / 10.0, tenths / 10, 0);
            var line = Assert.Single(AisRun.Print(Write(to => AisEncoder.PositionA(to, p, 'A')), unscaled: true).Lines);
            var expected = FormattableString.Invariant($"\"course\":{tenths},\"heading\":{tenths / 10},");
            Assert.Contains(expected, line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(360.0, 0)]
    [InlineData(359.96, 0)]
    [InlineData(359.94, 3599)]
    [InlineData(-0.1, 3599)]
    [InlineData(-360, 0)]
    [InlineData(double.NaN, 3600)]
    public void CourseEnds(double courseDeg, int expected) =>
        Assert.Contains(
            FormattableString.Invariant($"\"course\":{expected},"),
            Raw(new AisPosition(1, null, 0, courseDeg, 0, 0)),
            StringComparison.Ordinal);

    [Fact]
    public void EverySpeedComesBack()
    {
        for (var tenths = 0; tenths <= 1030; tenths++)
        {
            Assert.Contains(
                FormattableString.Invariant($"\"speed\":{Math.Min(tenths, 1022)},"),
                Raw(new AisPosition(1, null, tenths * Knot / 10, 0, 0, 0)),
                StringComparison.Ordinal);
        }

        var silent = Raw(new AisPosition(1, null, double.NaN, 0, 0, 0));
        Assert.Contains("\"speed\":1023,", silent, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTagBlockCarriesTimeAndSource()
    {
        var tag = Write(to => AisEncoder.TagBlock(to, 1_418_169_601, "rx1"));
        Assert.Equal(@"\s:rx1,c:1418169601*02\", tag);
        var line = Write(to => AisEncoder.PositionA(
            to, new AisPosition(1, null, 0, 0, 0, 0), 'A', Encoding.ASCII.GetBytes(tag)));
        Assert.True(AisLine.TryReadReceiveTime(Encoding.ASCII.GetBytes(line), out var at));
        Assert.Equal(1_418_169_601_000_000, at);
    }

    [Fact]
    public void NoSentenceIsLongerThanTheStandardAllows()
    {
        var station = new AisStatic(999_999_999, new string('_', 20), "ABCDEFG", 255, 511, 511, 63, 63, 0, 25.5, "");
        var text = Write(to => AisEncoder.StaticA(to, station, 'A', 9));
        Assert.All(text.Split("\r\n"), sentence => Assert.True(sentence.Length <= 80));
        Assert.True(text.Length <= AisEncoder.MaxBytes);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var p = new AisPosition(1, null, 0, 0, 0, 0);
        var s = new AisStatic(1, "A", "B", 0, 0, 0, 0, 0);
        Refused(to => AisEncoder.PositionA(to, p with { Mmsi = 1_000_000_000 }, 'A'));
        Refused(to => AisEncoder.PositionA(to, p with { SpeedMps = -1 }, 'A'));
        Refused(to => AisEncoder.PositionA(to, p with { CourseDeg = double.PositiveInfinity }, 'A'));
        Refused(to => AisEncoder.PositionA(to, p with { Second = 64 }, 'A'));
        Refused(to => AisEncoder.PositionA(to, p with { NavigationStatus = 16 }, 'A'));
        Refused(to => AisEncoder.PositionA(to, p, 'E'));
        Refused(to => AisEncoder.StaticA(to, s with { Name = new string('A', 21) }, 'A', 0));
        Refused(to => AisEncoder.StaticA(to, s with { Name = "lower" }, 'A', 0));
        Refused(to => AisEncoder.StaticA(to, s with { Name = "A@B" }, 'A', 0));
        Refused(to => AisEncoder.StaticA(to, s with { ToBowM = 512 }, 'A', 0));
        Refused(to => AisEncoder.StaticA(to, s with { DraughtM = 25.6 }, 'A', 0));
        Refused(to => AisEncoder.StaticA(to, s, 'A', 10));
        Refused(to => AisEncoder.TagBlock(to, -1, "a"));
        Refused(to => AisEncoder.TagBlock(to, 1, "a,b"));
        Refused(to => AisEncoder.TagBlock(to, 1, new string('a', 16)));
        Assert.Throws<ArgumentException>(() => AisEncoder.PositionA(new byte[40], p, 'A'));
    }

    private static void Refused(Func<byte[], int> write) =>
        Assert.ThrowsAny<ArgumentException>(() => write(new byte[1000]));

    private static void ComesBack(in AisPosition sent, string text)
    {
        var seen = Assert.Single(AisRun.Decode(text).Observations);
        Assert.Equal(ObjectIdentity.Mmsi(sent.Mmsi), seen.Identity);
        SamePlace(sent, seen, 0.51 / 600_000);
        Assert.Equal(Math.Min(sent.SpeedMps, 102.2 * Knot), seen.SpeedMps, 0.0501 * Knot);
        SameCourse(sent.CourseDeg, seen.CourseDeg, 0.0501);
        Assert.Equal(Covariance2.Circular(sent.HighAccuracy ? 5 : 15), seen.PositionError);
        Assert.Equal(sent.Second, seen.At.UnixMicroseconds / 1_000_000 % 60);
    }

    private static void SamePlace(in AisPosition sent, in Observation seen, double withinDeg)
    {
        Assert.Equal(sent.Position!.Value.LatitudeDeg, seen.Position.LatitudeDeg, withinDeg);
        var apart = Math.Abs(sent.Position.Value.LongitudeDeg - seen.Position.LongitudeDeg);
        Assert.True(Math.Min(apart, 360 - apart) <= withinDeg);
    }

    private static void SameCourse(double sentDeg, double seenDeg, double withinDeg)
    {
        var apart = Math.Abs(sentDeg - seenDeg);
        Assert.True(Math.Min(apart, 360 - apart) <= withinDeg);
    }

    private static string Raw(AisPosition p) =>
        Assert.Single(AisRun.Print(Write(to => AisEncoder.PositionA(to, p, 'A')), unscaled: true).Lines);

    private static string Write(Func<byte[], int> write)
    {
        var bytes = new byte[1000];
        return Encoding.ASCII.GetString(bytes, 0, write(bytes));
    }
}
