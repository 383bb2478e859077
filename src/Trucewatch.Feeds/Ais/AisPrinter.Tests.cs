using System.Text;
using Xunit;

namespace Trucewatch.Feeds.Ais;

public sealed class AisPrinterTests
{
    [Fact]
    public void BothPartsOfClassBMakeOneObject()
    {
        var (a, b) = Parts(237000009);
        var line = Assert.Single(AisRun.Print(a + b).Lines);
        Assert.Contains("\"shipname\":\"MERMAID\",\"shiptype\":37,", line, StringComparison.Ordinal);
        Assert.Empty(AisRun.Print(b + a).Lines);
        Assert.Single(AisRun.Print(a + b + b).Lines);
        Assert.Equal(2, AisRun.Print(a + b + a + b).Lines.Count);
    }

    [Theory]
    [InlineData(AisPrinter.MaxWaitingNames - 1, 1)]
    [InlineData(AisPrinter.MaxWaitingNames, 0)]
    public void SoManyNamesWaitForTheirPartB(int others, int expected)
    {
        var (a, b) = Parts(237000009);
        var text = new StringBuilder(a);
        for (var i = 0; i < others; i++)
        {
            text.Append(Parts((uint)(100 + i)).A);
        }

        Assert.Equal(expected, AisRun.Print(text.Append(b).ToString()).Lines.Count);
    }

    [Theory]
    [InlineData(true, "\"scaled\":false,\"status\":3,\"accuracy\"")]
    [InlineData(false, "\"scaled\":true,\"status\":3,\"status_text\":\"Restricted maneuverability\",\"accuracy\"")]
    public void ALongRangeStatusHasItsLegendOnlyWhenScaled(bool unscaled, string expected)
    {
        var bytes = new byte[AisEncoder.MaxBytes];
        var length = AisEncoder.LongRange(bytes, new AisPosition(1, null, 0, 0, 0, 0, NavigationStatus: 3), 'A');
        var line = Assert.Single(AisRun.Print(bytes[..length], unscaled).Lines);
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCodeHasALegend()
    {
        for (var code = 0u; code < 256; code++)
        {
            Assert.NotEmpty(AisLegends.ShipType.Of(code));
            Assert.NotEmpty(AisLegends.Aid.Of(code % 32));
            Assert.NotEmpty(AisLegends.Status.Of(code % 16));
            Assert.NotEmpty(AisLegends.FixDevice.Of(code % 16));
        }

        Assert.Equal("High speed craft (HSC) - Hazardous category D", AisLegends.ShipType.Of(44));
        Assert.Equal("Other Type - no additional information", AisLegends.ShipType.Of(99));
        Assert.Equal("INVALID SHIP TYPE", AisLegends.ShipType.Of(100));
    }

    private static (string A, string B) Parts(uint mmsi)
    {
        var bytes = new byte[AisEncoder.MaxBytes];
        var length = AisEncoder.StaticB(bytes, new AisStatic(mmsi, "MERMAID", "SX9", 37, 4, 6, 1, 2), 'A');
        var lines = Encoding.ASCII.GetString(bytes, 0, length).Split("\r\n");
        return (lines[0] + "\r\n", lines[1] + "\r\n");
    }
}
