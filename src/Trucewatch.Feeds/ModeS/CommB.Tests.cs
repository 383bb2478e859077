using Xunit;

namespace Trucewatch.Feeds.ModeS;

public sealed class CommBTests
{
    // Bits of a register with nothing in it but what the name says; each stands at its limit or one step past it.
    [Theory]
    [InlineData(nameof(Registers.Bds50), "1:1 2:1 3-11:228", true)]
    [InlineData(nameof(Registers.Bds50), "1:1 2:1 3-11:227", false)]
    [InlineData(nameof(Registers.Bds50), "1:1 3-11:284", true)]
    [InlineData(nameof(Registers.Bds50), "1:1 3-11:285", false)]
    [InlineData(nameof(Registers.Bds50), "24:1 25-34:300", true)]
    [InlineData(nameof(Registers.Bds50), "24:1 25-34:301", false)]
    [InlineData(nameof(Registers.Bds50), "46:1 47-56:300", true)]
    [InlineData(nameof(Registers.Bds50), "46:1 47-56:301", false)]
    [InlineData(nameof(Registers.Bds50), "24:1 25-34:150 46:1 47-56:250", true)]
    [InlineData(nameof(Registers.Bds50), "24:1 25-34:150 46:1 47-56:251", false)]
    [InlineData(nameof(Registers.Bds50), "13:1", false)]
    [InlineData(nameof(Registers.Bds60), "13:1 14-23:500", true)]
    [InlineData(nameof(Registers.Bds60), "13:1 14-23:501", false)]
    [InlineData(nameof(Registers.Bds60), "24:1 25-34:250", true)]
    [InlineData(nameof(Registers.Bds60), "24:1 25-34:251", false)]
    [InlineData(nameof(Registers.Bds60), "35:1 36:0 37-45:187", true)]
    [InlineData(nameof(Registers.Bds60), "35:1 36:0 37-45:188", false)]
    [InlineData(nameof(Registers.Bds60), "46:1 47:1 48-56:325", true)]
    [InlineData(nameof(Registers.Bds60), "46:1 47:1 48-56:324", false)]
    [InlineData(nameof(Registers.Bds40), "1:1 2-13:2000", true)]
    [InlineData(nameof(Registers.Bds40), "2-13:2000", false)]
    [InlineData(nameof(Registers.Bds40), "1:1 47:1", false)]
    [InlineData(nameof(Registers.Bds40), "1:1 53:1", false)]
    [InlineData(nameof(Registers.Bds45), "16:1 17:0 18-26:240", true)]
    [InlineData(nameof(Registers.Bds45), "16:1 17:0 18-26:241", false)]
    [InlineData(nameof(Registers.Bds45), "16:1 17:1 18-26:192", true)]
    [InlineData(nameof(Registers.Bds45), "16:1 17:1 18-26:191", false)]
    [InlineData(nameof(Registers.Bds45), "1:1 52:1", false)]
    [InlineData(nameof(Registers.Bds10), "1-8:16 15:1 17-23:5", true)]
    [InlineData(nameof(Registers.Bds10), "1-8:16 15:1 17-23:4", false)]
    [InlineData(nameof(Registers.Bds10), "1-8:16 17-23:4", true)]
    [InlineData(nameof(Registers.Bds10), "1-8:16 17-23:5", false)]
    [InlineData(nameof(Registers.Bds10), "1-8:16 12:1", false)]
    [InlineData(nameof(Registers.Bds17), "7:1 28:1", true)]
    [InlineData(nameof(Registers.Bds17), "6:1 28:1", false)]
    [InlineData(nameof(Registers.Bds17), "7:1 29:1", false)]
    [InlineData(nameof(Registers.Bds20), "1-8:32 9-14:1 15-20:2 21-26:32 27-32:48 33-38:57 39-50:1665 51-56:32", true)]
    [InlineData(nameof(Registers.Bds20), "1-8:32 9-14:0 15-20:2 21-26:32 27-32:48 33-38:57 39-50:1665 51-56:32", false)]
    [InlineData(nameof(Registers.Bds30), "1-8:48 29-30:2", true)]
    [InlineData(nameof(Registers.Bds30), "1-8:48 29-30:3", false)]
    public void ARegisterFitsUpToItsLimits(string name, string fields, bool fits)
    {
        var register = Enum.Parse<Registers>(name);
        Assert.Equal(fits, CommB.Infer(Bits(fields), AltitudeCode.NotKnown).HasFlag(register));
    }

    [Fact]
    public void NothingFitsZeros() => Assert.Equal(Registers.None, CommB.Infer(default, AltitudeCode.NotKnown));

    [Fact]
    public void MachAndIndicatedSpeedMustFitTheAltitude()
    {
        // Mach 0.78 at 37,000 ft is 252 knots calibrated.
        var body = Bits("24:1 25-34:195 13:1 14-23:252");
        Assert.True(CommB.Infer(body, 37_000).HasFlag(Registers.Bds60));
        Assert.True(CommB.Infer(body.With(14, 23, 271), 37_000).HasFlag(Registers.Bds60));
        Assert.False(CommB.Infer(body.With(14, 23, 273), 37_000).HasFlag(Registers.Bds60));
        Assert.False(CommB.Infer(body, 5_000).HasFlag(Registers.Bds60));
        Assert.True(CommB.Infer(body, AltitudeCode.NotKnown).HasFlag(Registers.Bds60));
    }

    // Tables of the standard atmosphere: at sea level the calibrated speed is the true one.
    [Theory]
    [InlineData(0.5, 0, 330.7)]
    [InlineData(0.78, 37_000, 252.1)]
    [InlineData(0.82, 41_000, 243.3)]
    [InlineData(0, 20_000, 0)]
    public void CalibratedSpeedFollowsTheStandardAtmosphere(double mach, double feet, double knots) =>
        Assert.Equal(knots, CommB.CalibratedKn(mach, feet), 0.6);

    private static MessageBits Bits(string fields)
    {
        var bits = default(MessageBits);
        foreach (var field in fields.Split(' '))
        {
            var parts = Array.ConvertAll(field.Split('-', ':'), int.Parse);
            bits = bits.With(parts[0], parts[^2], parts[^1]);
        }

        return bits;
    }
}
