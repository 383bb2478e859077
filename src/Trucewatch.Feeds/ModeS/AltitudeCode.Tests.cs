using Xunit;

namespace Trucewatch.Feeds.ModeS;

public sealed class AltitudeCodeTests
{
    [Fact]
    public void EveryCodeAgreesWithACountThroughTheGrayCode()
    {
        var steps = ModeCInOrder();
        Assert.Equal(1280, steps.Count);
        for (uint code = 0; code < 0x2000; code++)
        {
            var expected = AltitudeCode.NotKnown;
            if ((code & 0x40) == 0 && (code & 0x10) != 0)
            {
                var text = Convert.ToString(code, 2).PadLeft(13, '0');
                expected = (Convert.ToInt32(text[..6] + text[7] + text[9..], 2) * 25) - 1000;
            }
            else if ((code & 0x40) == 0 && steps.TryGetValue(Pulses(code), out var feet))
            {
                expected = feet;
            }

            Assert.Equal(expected, AltitudeCode.Feet13(code));
        }
    }

    [Fact]
    public void EveryAltitudeThatCanBeSentComesBack()
    {
        for (var feet = -1000; feet <= 50_175; feet += 25)
        {
            Assert.Equal(feet, AltitudeCode.Feet13(AltitudeCode.Encode13(feet)));
            Assert.Equal(feet, AltitudeCode.Feet12(AltitudeCode.Encode12(feet)));
        }

        for (var feet = 50_200; feet <= 126_700; feet += 100)
        {
            Assert.Equal(feet, AltitudeCode.Feet13(AltitudeCode.Encode13(feet)));
        }
    }

    [Fact]
    public void EveryIdentityComesBack()
    {
        for (uint digits = 0; digits < 0x1000; digits++)
        {
            var code = AltitudeCode.EncodeModeA(digits);
            Assert.Equal(0u, code & 0x40);
            Assert.Equal(digits, AltitudeCode.ModeA(code));
        }
    }

    // Squawk 0356 is a published example (2A00516D492B80).
    [Theory]
    [InlineData(0x2A00516Du, 0xEEu)]
    public void APublishedIdentityIsRead(uint head, uint octal) =>
        Assert.Equal(octal, AltitudeCode.ModeA(head & 0x1FFF));

    [Fact]
    public void MetricCodesSayNothing()
    {
        Assert.True(AltitudeCode.IsMetric(0x1FFF));
        Assert.Equal(AltitudeCode.NotKnown, AltitudeCode.Feet13(0x1FFF));
        Assert.Equal(AltitudeCode.NotKnown, AltitudeCode.Feet13(0));
    }

    /// <summary>
    /// All altitudes from -1,200 ft up in their order, with the pulses of each: eight bits of reflected code change
    /// every 500 ft, and the C pulses run through five patterns forth and back.
    /// </summary>
    private static Dictionary<string, int> ModeCInOrder()
    {
        string[] patterns = ["001", "011", "010", "110", "100"];
        var steps = new Dictionary<string, int>(StringComparer.Ordinal);
        var feet = -1200;
        foreach (var (index, gray) in Reflected(8).Index())
        {
            foreach (var pattern in index % 2 == 0 ? patterns : patterns.Reverse())
            {
                steps.Add(gray + pattern, feet);
                feet += 100;
            }
        }

        return steps;
    }

    private static List<string> Reflected(int bits)
    {
        if (bits == 0)
        {
            return [""];
        }

        var shorter = Reflected(bits - 1);
        return [.. shorter.Select(code => "0" + code), .. Enumerable.Reverse(shorter).Select(code => "1" + code)];
    }

    /// <summary>D2 D4 A1 A2 A4 B1 B2 B4 C1 C2 C4 of C1 A1 C2 A2 C4 A4 M B1 Q B2 D2 B4 D4.</summary>
    private static string Pulses(uint code13)
    {
        var text = Convert.ToString(code13, 2).PadLeft(13, '0');
        return string.Concat(new[] { 10, 12, 1, 3, 5, 7, 9, 11, 0, 2, 4 }.Select(at => text[at]));
    }
}
