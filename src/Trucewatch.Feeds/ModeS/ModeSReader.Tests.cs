using Trucewatch.Domain.Frames;
using Xunit;
using static Trucewatch.Feeds.ModeS.ModeSRun;

namespace Trucewatch.Feeds.ModeS;

public sealed class ModeSReaderTests
{
    private const uint Address = 0x4840D6;

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(21)]
    public void AnAddressUnderTheParityIsConfirmedByOneThatWasAnnounced(int format)
    {
        var run = new ModeSRun();
        var reply = ModeSEncoder.Reply(format, Address, AltitudeCode.Encode13(31_000));
        Assert.Contains("\"icao\":\"4840d6\",\"icao_confirmed\":false", run.Give(reply, 0).Line);
        run.Give(ModeSEncoder.AllCall(Address), 1);
        Assert.Contains("\"icao\":\"4840d6\",\"icao_confirmed\":true", run.Give(reply, 2).Line);
        Assert.Contains("\"icao_confirmed\":true", run.Give(reply, 61).Line);
        Assert.Contains("\"icao_confirmed\":false", run.Give(reply, 61.000001).Line);
    }

    [Fact]
    public void AReplyDoesNotMakeItsOwnAddressKnown()
    {
        var run = new ModeSRun();
        var reply = ModeSEncoder.Reply(4, Address, AltitudeCode.Encode13(31_000));
        run.Give(reply, 0);
        Assert.Contains("\"icao_confirmed\":false", run.Give(reply, 1).Line);
    }

    [Fact]
    public void AnAnswerToAnInterrogatorCountsOnlyFromAKnownAircraft()
    {
        var run = new ModeSRun();
        Assert.Equal(FrameFault.BadChecksum, run.Give(ModeSEncoder.AllCall(Address, 5), 0).Fault);
        Assert.Equal(FrameFault.None, run.Give(ModeSEncoder.AllCall(Address), 1).Fault);
        Assert.Contains("\"interrogator\":79", run.Give(ModeSEncoder.AllCall(Address, 79), 2).Line);
        Assert.Equal(FrameFault.BadChecksum, run.Give(ModeSEncoder.AllCall(Address, 80), 2).Fault);
        // Such an answer is too weak to keep an aircraft known.
        Assert.Equal(FrameFault.BadChecksum, run.Give(ModeSEncoder.AllCall(Address, 79), 61.5).Fault);
    }

    [Fact]
    public void ADamagedSquitterIsAFaultUnlessOneBitMayBeTurned()
    {
        var strict = new ModeSRun();
        var lenient = new ModeSRun(new ModeSSettings(CorrectsOneBit: true));
        var whole = ModeSEncoder.Squitter(Address, ModeSEncoder.Identification(4, 3, "TEST123"));
        for (var bit = 0; bit < 112; bit++)
        {
            var damaged = ModeSParity.Turn(whole, bit);
            var fault = strict.Give(damaged, bit).Fault;
            Assert.NotEqual(bit >= 5 ? FrameFault.None : FrameFault.Truncated, fault);
            var (mended, seen, line) = lenient.Give(damaged, bit);
            if (bit >= 5)
            {
                Assert.Equal((FrameFault.BadChecksum, FrameFault.None), (fault, mended));
                Assert.Equal("TEST123", Assert.Single(seen).Description!.CallSign);
                Assert.Contains(FormattableString.Invariant($"\"corrected_bit\":{bit}"), line);
            }
            else
            {
                Assert.Empty(seen);
            }
        }

        Assert.Equal(
            FrameFault.BadChecksum, lenient.Give(ModeSParity.Turn(ModeSParity.Turn(whole, 40), 90), 200).Fault);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(19)]
    [InlineData(22)]
    [InlineData(23)]
    public void FormatsThatAreReservedOrMilitaryAreCountedAsUnsupported(int format) => Assert.Equal(
        FrameFault.UnsupportedType, new ModeSRun().Give(ModeSEncoder.Reply(format, Address, 1), 0).Fault);

    [Fact]
    public void ExtendedLengthMessagesAreCounted()
    {
        var message = ModeSEncoder.Seal((3u << 30) | (7u << 24), new MessageBits(5), isLong: true, Address);
        Assert.Contains("\"df\":24,\"icao\":\"4840d6\"", new ModeSRun().Give(message, 0).Line);
    }

    [Fact]
    public void ZerosAreNobody() =>
        Assert.Equal(FrameFault.Empty, new ModeSRun().Give(new ModeSMessage(0, default, 0, IsLong: false), 0).Fault);

    [Theory]
    [InlineData("8D4840D6202CC3")]
    [InlineData("5D4D20237A55A65D4D20237A55A6")]
    [InlineData("8D4840D6202CC371C32CE05760")]
    [InlineData("")]
    public void AWrongLengthForTheFormatIsAFault(string hex) =>
        Assert.Equal(FrameFault.WrongLength, ModeSMessage.TryRead(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void TheControlFieldTellsWhoseAddressItIs(uint control, bool isIcao)
    {
        var run = new ModeSRun();
        var at = Place(48.5, 37.25);
        run.Give(ModeSEncoder.OtherSquitter(
            Address, ModeSEncoder.AirbornePosition(11, at, 10_000, odd: false), control), 0);
        var (_, seen, line) = run.Give(ModeSEncoder.OtherSquitter(
            Address, ModeSEncoder.AirbornePosition(11, at, 10_000, odd: true), control), 1);
        Assert.Equal(isIcao ? "icao:4840d6" : "none", Assert.Single(seen).Identity.ToString());
        Assert.Equal(!isIcao, line.Contains("\"icao_assigned\":false", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0u, "none")]
    [InlineData(0xFFFFFFu, "none")]
    [InlineData(1u, "icao:000001")]
    [InlineData(0xFFFFFEu, "icao:fffffe")]
    public void AddressesOfNobodyNameNobody(uint address, string identity) => Assert.Equal(
        identity,
        Assert.Single(new ModeSRun().Fly(Place(48.5, 37.25), 0, address: address)).Identity.ToString());

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public void CoarsePositionsAndManagementAreNotReadAsSquitters(uint control)
    {
        var body = ModeSEncoder.AirbornePosition(11, Place(48.5, 37.25), 10_000, odd: false);
        var (fault, seen, line) = new ModeSRun().Give(ModeSEncoder.OtherSquitter(Address, body, control), 0);
        Assert.Equal(FrameFault.None, fault);
        Assert.Empty(seen);
        Assert.DoesNotContain("typecode", line);
    }

    // The flag that an address is no ICAO address, where each type has it.
    [Theory]
    [InlineData(7, 21)]
    [InlineData(11, 8)]
    [InlineData(19, 9)]
    [InlineData(28, 56)]
    [InlineData(29, 51)]
    [InlineData(31, 56)]
    public void GroundStationsMarkOtherAddresses(int typeCode, int bit)
    {
        foreach (var control in new uint[] { 2, 6 })
        {
            var marked = ModeSEncoder.Type(typeCode).With(bit, true);
            var line = new ModeSRun().Give(ModeSEncoder.OtherSquitter(Address, marked, control), 0).Line;
            Assert.Contains("\"icao_assigned\":false", line);
            line = new ModeSRun().Give(
                ModeSEncoder.OtherSquitter(Address, ModeSEncoder.Type(typeCode), control), 0).Line;
            Assert.DoesNotContain("icao_assigned", line);
        }
    }

    [Fact]
    public void WhatAStationSaysOfAnAircraftDoesNotMixWithWhatItSaysItself()
    {
        var run = new ModeSRun();
        var at = Place(48.5, 37.25);
        run.Squitter(ModeSEncoder.Operation(surface: false, 2, 11, 3), 0);
        run.Squitter(ModeSEncoder.AirbornePosition(11, at, 10_000, odd: false), 0);
        var relayed = ModeSEncoder.OtherSquitter(Address, ModeSEncoder.AirbornePosition(11, at, 10_000, odd: true), 2);
        Assert.Empty(run.Give(relayed, 1).Seen);
    }
}
