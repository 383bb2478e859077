using System.Globalization;
using System.Text.Json;

namespace Trucewatch.Feeds.Ais;

/// <summary>
/// Compares a printed object with a reference decoder's: all members but those of its transport, numbers within the
/// precision of the one that is printed more coarsely.
/// </summary>
internal static class AisAgreement
{
    private static readonly HashSet<string> ignored = ["class", "device", "scaled"];

    /// <summary>One line for each member that differs or is absent on one side.</summary>
    public static List<string> Differences(JsonElement expected, JsonElement got, Func<string, bool>? passOver = null)
    {
        var names = expected.EnumerateObject().Select(p => p.Name)
            .Union(got.EnumerateObject().Select(p => p.Name), StringComparer.Ordinal)
            .Where(name => !ignored.Contains(name) && passOver?.Invoke(name) != true);
        return names.Where(name => !Agrees(expected, got, name))
            .Select(name => $"{name}: expected {expected}, got {got}").ToList();
    }

    /// <summary>A text as it is, anything else as it is printed.</summary>
    public static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static bool Agrees(JsonElement expected, JsonElement got, string name) =>
        expected.TryGetProperty(name, out var e) && got.TryGetProperty(name, out var g) && Same(e, g, name == "turn");

    private static bool Same(JsonElement expected, JsonElement got, bool textMayBeNumber)
    {
        if (expected.ValueKind == JsonValueKind.Array && got.ValueKind == JsonValueKind.Array)
        {
            return expected.GetArrayLength() == got.GetArrayLength()
                && expected.EnumerateArray().Zip(got.EnumerateArray()).All(pair =>
                    Differences(pair.First, pair.Second).Count == 0);
        }

        var (ours, reference) = (Text(got), Text(expected));
        if ((textMayBeNumber || (expected.ValueKind == JsonValueKind.Number && got.ValueKind == JsonValueKind.Number))
            && decimal.TryParse(ours, NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && decimal.TryParse(reference, NumberStyles.Float, CultureInfo.InvariantCulture, out var b))
        {
            // Equal within half a unit of the coarser one's last printed digit.
            var coarser = Math.Min(a.Scale, b.Scale);
            return Math.Abs(a - b) <= new decimal(1, 0, 0, isNegative: false, scale: coarser) / 2;
        }

        return expected.ValueKind == got.ValueKind && ours == reference;
    }
}
