using System.Text.Json;
using CsCheck;
using Trucewatch.Domain.Frames;
using Xunit;

namespace Trucewatch.Feeds.ModeS;

/// <summary>What is encoded, is printed: every format and every type, with any values.</summary>
public sealed class ModeSEncoderTests
{
    private static readonly Gen<uint> addresses = Gen.UInt[1, 0xFF_FFFE];

    private static readonly Gen<string> names = Gen.Int[0, 36].Array[1, 8].Select(letters => string.Concat(
        letters.Select(letter => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "[letter])).TrimEnd());

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(21)]
    public void RepliesComeBack(int format) =>
        Gen.Select(addresses, Gen.UInt[0, 0xFFF], Gen.Int[-40, 2007], Gen.UInt[0, 5]).Sample(
            (address, digits, steps, status) =>
            {
                var code = format is 5 or 21 ? AltitudeCode.EncodeModeA(digits) : AltitudeCode.Encode13(steps * 25);
                var line = Print(ModeSEncoder.Reply(format, address, code, status & (format is 0 or 16 ? 4u : 7u)));
                Assert.Equal((format, $"{address:x6}"), (Int(line, "df"), Text(line, "icao")));
                Assert.False(line.GetProperty("icao_confirmed").GetBoolean());
                if (format is 5 or 21)
                {
                    Assert.Equal(Convert.ToString(digits, 8).PadLeft(4, '0'), Text(line, "squawk"));
                }
                else
                {
                    Assert.Equal(steps * 25, Int(line, "altitude"));
                }

                if (format is 0 or 16)
                {
                    Assert.Equal((status & 4) != 0, line.GetProperty("on_ground").GetBoolean());
                }
                else
                {
                    Assert.Equal(status, (uint)Int(line, "flight_status"));
                }
            });

    [Fact]
    public void AllCallsComeBack() => Gen.Select(addresses, Gen.UInt[0, 7]).Sample((address, capability) =>
    {
        var line = Print(ModeSEncoder.AllCall(address, 0, capability));
        Assert.Equal((11, $"{address:x6}"), (Int(line, "df"), Text(line, "icao")));
        Assert.Equal((capability, 0), ((uint)Int(line, "capability"), Int(line, "interrogator")));
    });

    [Fact]
    public void IdentificationsComeBack() => Gen.Select(addresses, Gen.Int[1, 4], Gen.UInt[0, 7], names).Sample(
        (address, type, category, name) =>
        {
            var line = Print(ModeSEncoder.Squitter(address, ModeSEncoder.Identification(type, category, name)));
            Assert.Equal((17, $"{address:x6}", type), (Int(line, "df"), Text(line, "icao"), Int(line, "typecode")));
            Assert.Equal((category, name), ((uint)Int(line, "category"), Text(line, "callsign")));
            Assert.Equal($"{"DCBA"[type - 1]}{category}", Text(line, "emitter"));
        });

    [Fact]
    public void PositionsInTheAirComeBack() =>
        Gen.Select(Gen.OneOf(Gen.Int[9, 18], Gen.Int[20, 22]), Gen.Double[-86, 86], Gen.Double[-180, 179.99]).Select(
            Gen.Int[-40, 2007], Gen.Bool).Sample((place, steps, oddLast) =>
        {
            var (type, latitude, longitude) = place;
            var at = ModeSRun.Place(latitude, longitude);
            var run = new ModeSRun();
            var feet = steps * 25;
            run.Squitter(ModeSEncoder.AirbornePosition(type, at, feet, !oddLast), 0);
            var (_, seen, line) = run.Give(
                ModeSEncoder.Squitter(0x4840D6, ModeSEncoder.AirbornePosition(type, at, feet, oddLast)), 1);
            var printed = JsonDocument.Parse(line).RootElement;
            Assert.Equal((type, feet), (Int(printed, "typecode"), Int(printed, "altitude")));
            Assert.Equal(type >= 20 ? "gnss" : "baro", Text(printed, "altitude_source"));
            Assert.Equal(oddLast ? 1 : 0, Int(printed, "cpr_format"));
            // A place at the limit of two zones is seen with the next pair.
            if (seen.Length == 1)
            {
                Assert.InRange(Math.Abs(printed.GetProperty("lat").GetDouble() - latitude), 0, 3e-5);
                Assert.InRange(Math.Abs(seen[0].Position.LatitudeDeg - latitude), 0, 3e-5);
            }
            else
            {
                Assert.NotEqual(Cpr.LongitudeZones(latitude - 3e-5), Cpr.LongitudeZones(latitude + 3e-5));
            }
        });

    [Fact]
    public void PositionsOnTheGroundComeBack() =>
        Gen.Select(Gen.Int[5, 8], Gen.Double[-86, 86], Gen.Double[-180, 179.99]).Select(
            Gen.Double[0, 200], Gen.Int[0, 127]).Sample((place, knots, steps) =>
        {
            var (type, latitude, longitude) = place;
            var at = ModeSRun.Place(latitude, longitude);
            var run = new ModeSRun(new ModeSSettings(at));
            var body = ModeSEncoder.SurfacePosition(type, at, knots, steps * 360.0 / 128, odd: false);
            var (_, seen, line) = run.Give(ModeSEncoder.Squitter(0x4840D6, body), 0);
            var printed = JsonDocument.Parse(line).RootElement;
            Assert.InRange(Math.Abs(Assert.Single(seen).Position.LatitudeDeg - latitude), 0, 1e-5);
            Assert.Equal((type, steps * 360.0 / 128), (Int(printed, "typecode"), Number(printed, "track")));
            var step = knots < 1 ? 0.125 : knots < 2 ? 0.25 : knots < 15 ? 0.5 : knots < 70 ? 1 : knots < 100 ? 2 : 5;
            Assert.InRange(knots - Number(printed, "groundspeed"), 0, knots >= 175 ? 25 : step);
        });

    [Fact]
    public void VelocitiesComeBack() =>
        Gen.Select(Gen.Int[-4088, 4088], Gen.Int[-4088, 4088], Gen.Int[-510, 510], Gen.Int[-126, 126]).Select(
            Gen.Bool).Sample((parts, isBaro) =>
        {
            var (east, north, rate, difference) = parts;
            var line = Print(ModeSEncoder.Squitter(
                1, ModeSEncoder.GroundVelocity(east, north, rate * 64, difference * 25, isBaro)));
            var unit = Math.Max(Math.Abs(east), Math.Abs(north)) > 1022 ? 4 : 1;
            var (sentEast, sentNorth) = ((double)(east / unit * unit), (double)(north / unit * unit));
            Assert.Equal(unit == 4 ? 2 : 1, Int(line, "subtype"));
            var speed = Math.Sqrt((sentEast * sentEast) + (sentNorth * sentNorth));
            Assert.Equal(speed, Number(line, "groundspeed"), 0.006);
            if (sentEast != 0 || sentNorth != 0)
            {
                var track = Math.Atan2(sentEast, sentNorth) * 180 / Math.PI;
                Assert.Equal(track < 0 ? track + 360 : track, Number(line, "track"), 6e-5);
            }

            Assert.Equal((rate * 64, difference * 25), (Int(line, "vertical_rate"), Int(line, "geo_minus_baro")));
            Assert.Equal(isBaro ? "baro" : "gnss", Text(line, "vertical_rate_source"));
        });

    [Fact]
    public void SpeedsThroughTheAirComeBack() =>
        Gen.Select(Gen.Int[0, 1023], Gen.Int[0, 4088], Gen.Bool, Gen.Int[-510, 510]).Sample(
            (heading, knots, isTrue, rate) =>
            {
                var body = ModeSEncoder.AirVelocity(heading * 360.0 / 1024, knots, isTrue, rate * 64);
                var line = Print(ModeSEncoder.Squitter(1, body));
                Assert.Equal(heading * 360.0 / 1024, Number(line, "heading"));
                var sent = knots > 1022 ? knots / 4 * 4 : knots;
                Assert.Equal(sent, Int(line, isTrue ? "true_airspeed" : "indicated_airspeed"));
                Assert.Equal(rate * 64, Int(line, "vertical_rate"));
            });

    [Fact]
    public void StatesComeBack() =>
        Gen.Select(Gen.UInt[0, 7], Gen.UInt[1, 0xFFF], Gen.UInt[0, 15], Gen.UInt[0, 3]).Select(
            Gen.Int[0, 2046], Gen.Int[0, 511], Gen.Int[1, 511]).Sample((codes, altitude, heading, pressure) =>
        {
            var (state, digits, accuracy, level) = codes;
            var line = Print(ModeSEncoder.Squitter(1, ModeSEncoder.Emergency(state, digits)));
            Assert.Equal((28, (int)state), (Int(line, "typecode"), Int(line, "emergency_state")));
            Assert.Equal(Convert.ToString(digits, 8).PadLeft(4, '0'), Text(line, "squawk"));

            var target = ModeSEncoder.TargetState(
                altitude * 32, 800 + ((pressure - 1) * 0.8), heading * 360.0 / 512, accuracy, level);
            line = Print(ModeSEncoder.Squitter(1, target));
            Assert.Equal((29, altitude * 32), (Int(line, "typecode"), Int(line, "selected_altitude")));
            Assert.Equal(heading * 360.0 / 512, Number(line, "selected_heading"));
            Assert.Equal(800 + ((pressure - 1) * 0.8), Number(line, "baro_pressure_setting"), 0.06);
            Assert.Equal((accuracy, level), ((uint)Int(line, "nac_p"), (uint)Int(line, "sil")));

            foreach (var surface in new[] { false, true })
            {
                var operation = ModeSEncoder.Operation(
                    surface, 1 + (state % 2), accuracy, level, supplementA: state > 3, supplementC: state > 5);
                line = Print(ModeSEncoder.Squitter(1, operation));
                Assert.Equal((31, surface ? 1 : 0), (Int(line, "typecode"), Int(line, "subtype")));
                Assert.Equal(1 + (state % 2), (uint)Int(line, "version"));
                Assert.Equal((accuracy, level), ((uint)Int(line, "nac_p"), (uint)Int(line, "sil")));
                Assert.Equal(state > 3 ? 1 : 0, Int(line, "nic_a"));
            }
        });

    [Fact]
    public void RawNumbersArePrintedUnscaled()
    {
        var body = ModeSEncoder.GroundVelocity(-100, 200, -640, 250);
        var printer = new ModeSPrinter(new PrintOptions(Unscaled: true));
        var line = Print(ModeSEncoder.Squitter(1, body), printer);
        Assert.Equal((0x400 + 101, 201), (Int(line, "east_west"), Int(line, "north_south")));
        Assert.Equal((-11, 11), (Int(line, "vertical_rate"), Int(line, "geo_minus_baro")));
        line = Print(ModeSEncoder.Reply(4, 1, AltitudeCode.Encode13(1000)), printer);
        Assert.Equal(AltitudeCode.Encode13(1000), (uint)Int(line, "altitude"));
    }

    private static JsonElement Print(ModeSMessage message, ModeSPrinter? printer = null)
    {
        Span<byte> bytes = stackalloc byte[ModeSMessage.LongBytes];
        var size = message.Write(bytes);
        var lines = new System.Buffers.ArrayBufferWriter<byte>();
        printer ??= new ModeSPrinter(default);
        Assert.Equal(FrameFault.None, printer.Print(bytes[..size], default, lines));
        return JsonDocument.Parse(lines.WrittenMemory).RootElement;
    }

    private static int Int(JsonElement line, string name) => line.GetProperty(name).GetInt32();

    private static double Number(JsonElement line, string name) => line.GetProperty(name).GetDouble();

    private static string Text(JsonElement line, string name) => line.GetProperty(name).GetString()!;
}
