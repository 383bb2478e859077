using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Xunit;
using static Trucewatch.Feeds.ModeS.ModeSRun;

namespace Trucewatch.Feeds.ModeS;

public sealed class ModeSDecoderTests
{
    [Fact]
    public void APositionHasItsAircraftPlaceTimeAndVelocity()
    {
        var run = new ModeSRun();
        Assert.Empty(run.Squitter(ModeSEncoder.GroundVelocity(-300, 400, 640), 0));
        var seen = Assert.Single(run.Fly(Place(-33.25, 151.5), 1.5));
        Assert.Equal((ObservationKind.Position, ObjectClass.Aircraft), (seen.Kind, seen.Class));
        Assert.Equal("icao:4840d6", seen.Identity.ToString());
        Assert.Equal(new Instant(StartUs + 1_500_000), seen.At);
        Assert.Equal((seen.At, false), (seen.ReceivedAt, seen.HasSourceTime));
        Assert.InRange(Math.Abs(seen.Position.LatitudeDeg + 33.25), 0, 3e-5);
        Assert.InRange(Math.Abs(seen.Position.LongitudeDeg - 151.5), 0, 3e-5);
        Assert.Equal(500 * 1852 / 3600.0, seen.SpeedMps, 1e-9);
        Assert.Equal(Math.Atan2(-300, 400) * 180 / Math.PI + 360, seen.CourseDeg, 1e-9);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(2.000001, false)]
    public void AVelocityIsGivenWithAPositionForTwoSeconds(double laterS, bool given)
    {
        var run = new ModeSRun();
        run.Squitter(ModeSEncoder.GroundVelocity(100, 0, 0), 0);
        Assert.Equal(given, double.IsFinite(Assert.Single(run.Fly(Place(0, 0), laterS)).SpeedMps));
    }

    // 125 ft and 25 or 100 ft steps; 300, 150 and 45 m; in 95 %, that is 1.96 sigmas.
    [Theory]
    [InlineData(11, 10_000, 0, HeightReference.Pressure, 19.5628)]
    [InlineData(11, 60_000, 0, HeightReference.Pressure, 21.3374)]
    [InlineData(20, 10_000, 0, HeightReference.Ellipsoid, 153.0770)]
    [InlineData(21, 10_000, 1, HeightReference.Ellipsoid, 76.5622)]
    [InlineData(22, 10_000, 2, HeightReference.Ellipsoid, 23.0643)]
    [InlineData(22, 60_000, 2, HeightReference.Ellipsoid, 24.5875)]
    public void AHeightHasItsReferenceAndItsError(
        int typeCode, int feet, uint category, HeightReference reference, double sigmaM)
    {
        var run = new ModeSRun();
        var at = Place(48.5, 37.25);
        run.Squitter(ModeSEncoder.Operation(surface: false, 2, 9, 3).With(49, 50, category), 0);
        run.Squitter(ModeSEncoder.AirbornePosition(typeCode, at, feet, odd: false), 0);
        var seen = Assert.Single(run.Squitter(ModeSEncoder.AirbornePosition(typeCode, at, feet, odd: true), 1));
        Assert.Equal((feet * 0.3048, reference), (seen.HeightM, seen.HeightReference));
        Assert.Equal(sigmaM, seen.HeightSigmaM, 1e-3);
    }

    [Fact]
    public void AnUnknownAltitudeIsNoHeightAndTheGroundIsOne()
    {
        var run = new ModeSRun();
        var at = Place(48.5, 37.25);
        run.Squitter(ModeSEncoder.AirbornePosition(11, at, AltitudeCode.NotKnown, odd: false), 0);
        var seen = Assert.Single(
            run.Squitter(ModeSEncoder.AirbornePosition(11, at, AltitudeCode.NotKnown, odd: true), 1));
        Assert.True(double.IsNaN(seen.HeightM) && double.IsNaN(seen.HeightSigmaM));
        Assert.Equal(HeightReference.Unknown, seen.HeightReference);
        seen = Assert.Single(run.Squitter(ModeSEncoder.SurfacePosition(7, at, 0, 0, odd: true), 2));
        Assert.Equal((0, 5, HeightReference.Ground), (seen.HeightM, seen.HeightSigmaM, seen.HeightReference));
    }

    [Fact]
    public void SpeedThroughTheAirIsNoSpeedOverGround()
    {
        var run = new ModeSRun();
        run.Squitter(ModeSEncoder.AirVelocity(90, 250, isTrue: true, 0), 0);
        var seen = Assert.Single(run.Fly(Place(0, 0), 1));
        Assert.True(double.IsNaN(seen.SpeedMps) && double.IsNaN(seen.CourseDeg));
    }

    [Fact]
    public void AnUnknownPartOfAVelocityMakesNone()
    {
        var body = ModeSEncoder.GroundVelocity(100, 100, 0);
        Assert.True(Velocity.TryReadGround(body, out _, out _));
        Assert.False(Velocity.TryReadGround(body.With(15, 24, 0), out _, out _));
        Assert.False(Velocity.TryReadGround(body.With(26, 35, 0), out _, out _));
        Assert.False(Velocity.TryReadGround(body.With(6, 8, 5), out _, out _));
    }

    [Theory]
    [InlineData(4, 7, ObjectClass.Aircraft, "A7")]
    [InlineData(4, 0, ObjectClass.Aircraft, "A0")]
    [InlineData(3, 6, ObjectClass.Drone, "B6")]
    [InlineData(3, 1, ObjectClass.Aircraft, "B1")]
    [InlineData(3, 3, ObjectClass.Unknown, "B3")]
    [InlineData(2, 1, ObjectClass.Vehicle, "C1")]
    [InlineData(2, 2, ObjectClass.Vehicle, "C2")]
    [InlineData(2, 4, ObjectClass.Installation, "C4")]
    [InlineData(1, 5, ObjectClass.Aircraft, "D5")]
    public void TheCategorySaysTheClassOfAllThatFollows(int typeCode, uint category, ObjectClass expected, string code)
    {
        var run = new ModeSRun();
        var seen = Assert.Single(run.Squitter(ModeSEncoder.Identification(typeCode, category, "AB 12"), 0));
        Assert.Equal((ObservationKind.Description, expected, false), (seen.Kind, seen.Class, seen.HasPosition));
        Assert.Equal(new ObjectDescription("", "AB 12", code, 0, 0), seen.Description);
        Assert.Equal(expected, Assert.Single(run.Fly(Place(1, 1), 1)).Class);
    }

    [Fact]
    public void TheSameIdentificationGivesTheSameDescription()
    {
        var run = new ModeSRun(maxAircraft: 1);
        var first = run.Squitter(ModeSEncoder.Identification(4, 1, "SAME"), 0)[0].Description;
        Assert.Same(first, run.Squitter(ModeSEncoder.Identification(4, 1, "SAME"), 1)[0].Description);
        Assert.NotSame(first, run.Squitter(ModeSEncoder.Identification(4, 1, "OTHER"), 2)[0].Description);
        var other = run.Squitter(ModeSEncoder.Identification(4, 1, "OTHER"), 3, address: 2)[0].Description;
        Assert.Equal("OTHER", other!.CallSign);
        Assert.Equal("SAME", run.Squitter(ModeSEncoder.Identification(4, 1, "SAME"), 4)[0].Description!.CallSign);
    }

    [Fact]
    public void WhatIsNoCharacterMakesNoName()
    {
        var run = new ModeSRun();
        var body = ModeSEncoder.Identification(4, 1, "ABC").With(9, 14, 0x3F);
        Assert.Empty(run.Squitter(body, 0));
        Assert.Equal("", run.Squitter(ModeSEncoder.Type(4), 1)[0].Description!.CallSign);
    }

    [Fact]
    public void OtherMessagesSayNothingAboutThePicture()
    {
        var run = new ModeSRun();
        Assert.Empty(run.Squitter(ModeSEncoder.Emergency(5, 0xF40), 0));
        Assert.Empty(run.Squitter(ModeSEncoder.TargetState(30_000, 1013, 90, 9, 3), 0));
        Assert.Empty(run.Squitter(ModeSEncoder.Type(0).With(9, 20, 0xFFF), 0));
        Assert.Empty(run.Give(ModeSEncoder.AllCall(0x4840D6), 0).Seen);
        Assert.Empty(run.Give(ModeSEncoder.Reply(
            20, 0x4840D6, 0x1FF, 0, ModeSEncoder.Identification(4, 0, "ABCD").With(1, 8, 0x20)), 0).Seen);
    }

    [Fact]
    public void TheSteadyStateAllocatesNothing()
    {
        var at = Place(48.5, 37.25);
        ModeSMessage[] messages =
        [
            ModeSEncoder.Squitter(1, ModeSEncoder.AirbornePosition(11, at, 10_000, odd: false)),
            ModeSEncoder.Squitter(1, ModeSEncoder.AirbornePosition(11, at, 10_000, odd: true)),
            ModeSEncoder.Squitter(1, ModeSEncoder.GroundVelocity(100, 200, 64)),
            ModeSEncoder.Squitter(1, ModeSEncoder.Identification(4, 3, "STEADY")),
            ModeSEncoder.Squitter(1, ModeSEncoder.Operation(surface: false, 2, 9, 3)),
            ModeSEncoder.AllCall(1, 7),
            ModeSEncoder.Reply(4, 1, 0x1FF),
            ModeSEncoder.Reply(20, 1, 0x1FF, 0, new MessageBits(0x12_3456_789A_BCDE)),
        ];
        var frames = messages.Select(message =>
        {
            var bytes = new byte[ModeSMessage.LongBytes];
            return bytes[..message.Write(bytes)];
        }).ToArray();
        var decoder = new ModeSDecoder();
        var output = new ObservationBuffer();
        var (faults, seen) = (0, 0);
        long Round(int times)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var number = 0; number < times * frames.Length; number++)
            {
                var bytes = frames[number % frames.Length];
                var now = new Instant(StartUs + (number * 100_000L));
                var frame = new FrameView(new FrameRef(new FeedId(0), number), now, bytes);
                faults += decoder.Decode(frame, bytes, new Reception(now), output) == FrameFault.None ? 0 : 1;
                seen += output.Count;
                output.Clear();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Round(1);
        Assert.InRange(Round(2000), 0, Tests.House.AllocationNoise.Bytes);
        Assert.Equal(0, faults);
        Assert.Equal((2001 * 3) - 1, seen);
    }
}
