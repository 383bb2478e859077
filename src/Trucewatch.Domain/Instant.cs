using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trucewatch.Domain;

/// <summary>A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).</summary>
/// <param name="UnixMicroseconds">Microseconds since the Unix epoch.</param>
[JsonConverter(typeof(InstantJson))]
public readonly record struct Instant(long UnixMicroseconds) : IComparable<Instant>
{
    /// <summary>The earliest representable instant; sorts before every other.</summary>
    public static readonly Instant Beginning = new(long.MinValue / 4);

    /// <summary>Most bytes of an instant as text.</summary>
    public const int MaxTextBytes = 27;

    /// <summary>An instant from whole seconds since the Unix epoch.</summary>
    public static Instant FromUnixSeconds(long seconds) => new(checked(seconds * 1_000_000));

    /// <summary>An instant from a clock reading.</summary>
    public static Instant From(DateTimeOffset time) =>
        new((time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>
    /// Seconds from <paramref name="earlier"/> to this instant; negative when this one is the earlier.
    /// </summary>
    public double SecondsSince(Instant earlier) => (UnixMicroseconds - earlier.UnixMicroseconds) / 1e6;

    /// <summary>This instant moved by a duration.</summary>
    public static Instant operator +(Instant at, TimeSpan by) => new(at.UnixMicroseconds + (by.Ticks / 10));

    /// <summary>This instant moved back by a duration.</summary>
    public static Instant operator -(Instant at, TimeSpan by) => new(at.UnixMicroseconds - (by.Ticks / 10));

    /// <summary>The duration between two instants.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier) =>
        TimeSpan.FromTicks((later.UnixMicroseconds - earlier.UnixMicroseconds) * 10);

    /// <summary>True when the left instant is the earlier.</summary>
    public static bool operator <(Instant a, Instant b) => a.UnixMicroseconds < b.UnixMicroseconds;

    /// <summary>True when the left instant is the later.</summary>
    public static bool operator >(Instant a, Instant b) => a.UnixMicroseconds > b.UnixMicroseconds;

    /// <summary>True when the left instant is not the later.</summary>
    public static bool operator <=(Instant a, Instant b) => a.UnixMicroseconds <= b.UnixMicroseconds;

    /// <summary>True when the left instant is not the earlier.</summary>
    public static bool operator >=(Instant a, Instant b) => a.UnixMicroseconds >= b.UnixMicroseconds;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    /// <summary>
    /// Reads an RFC 3339 time with an explicit offset; second 60 (a leap second) is the next second's start.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        // The shape is checked first, because the framework's parser accepts far more than RFC 3339 allows.
        if (text.Length is < 20 or > 35 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't')
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        var zoneAt = text[^1] is 'Z' or 'z' ? text.Length - 1 : text.Length - 6;
        if (zoneAt < 19 || (zoneAt != text.Length - 1 && text[zoneAt] is not ('+' or '-')))
        {
            return false;
        }

        var leap = text[17] == '6' && text[18] == '0';
        Span<char> plain = stackalloc char[text.Length];
        text.CopyTo(plain);
        if (leap)
        {
            plain[17] = '5';
            plain[18] = '9';
        }

        if (!DateTimeOffset.TryParse(
                plain, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            return false;
        }

        instant = From(parsed);
        if (leap)
        {
            instant = new Instant(((instant.UnixMicroseconds / 1_000_000) + 1) * 1_000_000);
        }

        return true;
    }

    /// <summary>RFC 3339 in UTC with three decimals, six where microseconds are known.</summary>
    public override string ToString()
    {
        var time = DateTimeOffset.UnixEpoch.AddTicks(UnixMicroseconds * 10);
        return time.ToString(Format, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes what <see cref="ToString()"/> gives as UTF-8; false where the room is too small.</summary>
    public bool TryFormat(Span<byte> to, out int written)
    {
        var time = DateTimeOffset.UnixEpoch.AddTicks(UnixMicroseconds * 10);
        return time.TryFormat(to, out written, Format, CultureInfo.InvariantCulture);
    }

    private string Format =>
        UnixMicroseconds % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ss.fffZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ";
}

/// <summary>Instants in JSON are RFC 3339 texts.</summary>
public sealed class InstantJson : JsonConverter<Instant>
{
    /// <inheritdoc/>
    public override Instant Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Instant.TryParse(reader.GetString(), out var instant)
            ? instant
            : throw new JsonException("expected an RFC 3339 time");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
