using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Trucewatch.Feeds.Profiles;

/// <summary>A profile as it travels in a feed: one line of JSON before the rows that it explains.</summary>
public static class ProfileFrame
{
    private static readonly JsonWriterOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the frame of a profile as a person wrote it, or says what is wrong with it.</summary>
    public static byte[]? Make(ReadOnlySpan<byte> json, out string? problem)
    {
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (ProfileReader.Read(json, out problem) is null)
        {
            return null;
        }

        // A text within may hold anything but a line's end, which JSON writes as an escape.
        using var whole = JsonDocument.Parse(json.ToArray());
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, plain))
        {
            whole.RootElement.WriteTo(writer);
        }

        var frame = bytes.ToArray();
        var begin = Encoding.UTF8.GetString(frame.AsSpan(0, Math.Min(20, frame.Length)));
        problem = frame.AsSpan().StartsWith(Profile.Mark) ? null
            : $"expected the member 'profile' first, got {begin}";
        return problem is null ? frame : null;
    }
}
