using System.Text;
using Trucewatch.Domain;
using Trucewatch.Feeds.Times;
using Xunit;

namespace Trucewatch.Feeds.Times;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0L)]
    [InlineData("1970-01-01t00:00:00.5z", 500_000L)]
    [InlineData("2026-07-02T16:19:11Z", 1_783_009_151_000_000L)]
    [InlineData("2026-07-02T16:19:11.123456789Z", 1_783_009_151_123_456L)]
    [InlineData("2026-07-02T18:19:11.000+02:00", 1_783_009_151_000_000L)]
    [InlineData("2026-07-02T14:49:11-01:30", 1_783_009_151_000_000L)]
    [InlineData("2016-12-31T23:59:60.7Z", 1_483_228_800_000_000L)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1L)]
    [InlineData("2024-02-29T00:00:00Z", 1_709_164_800_000_000L)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999L)]
    [InlineData("0001-01-01T00:00:00Z", -62_135_596_800_000_000L)]
    public void Times_of_the_grammar_are_read(string text, long unixMicroseconds)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(new Instant(unixMicroseconds), instant);
        Assert.Equal(instant, Instant.TryParse(instant.ToString(), out var again) ? again : default);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-07-02")]
    [InlineData("2026-07-02T16:19:11")]
    [InlineData("2026-07-02 16:19:11Z")]
    [InlineData("2026-07-02T16:19:11.Z")]
    [InlineData("2026-07-02T16:19:11 Z")]
    [InlineData("2026-02-29T16:19:11Z")]
    [InlineData("2026-13-01T16:19:11Z")]
    [InlineData("2026-07-02T24:00:00Z")]
    [InlineData("2026-07-02T16:60:00Z")]
    [InlineData("2026-07-02T16:19:61Z")]
    [InlineData("0000-07-02T16:19:11Z")]
    [InlineData("2026-07-02T16:19:11+24:00")]
    [InlineData("2026-07-02T16:19:11+0200")]
    [InlineData("9999-12-31T23:59:60Z")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("2026-07-02T16:19:11.1234567890123Z")]
    [InlineData("2026-07-02T16:19:11.1234567890123456789Z")]
    public void Everything_else_is_refused(string text) =>
        Assert.False(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Days_are_counted_as_DateTime_counts_them()
    {
        Span<byte> text = stackalloc byte[20];
        var day = DateTime.MinValue.Date;
        for (; day.Year < 9999; day = day.AddDays(day.Year is > 1895 and < 2105 ? 1 : 11))
        {
            day.TryFormat(text, out _, "yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(Rfc3339.TryParse(text, out var instant));
            Assert.Equal((day - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, instant.UnixMicroseconds);
        }
    }

    [Fact]
    public void Twelve_digits_of_fraction_with_an_offset_are_the_limit()
    {
        Assert.True(Rfc3339.TryParse("2026-07-02T16:19:11.123456789012+00:00"u8, out _));
        Assert.Equal(Rfc3339.MaxBytes, "2026-07-02T16:19:11.123456789012+00:00"u8.Length);
        Assert.False(Rfc3339.TryParse("2026-07-02T16:19:11.1234567890123+00:00"u8, out _));
    }
}
