using System.Text.Json;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Evidence;

namespace Trucewatch.Server.Custody;

/// <summary>The release label of a segment, as its leaf commits to it.</summary>
internal static class SegmentLabel
{
    /// <summary>The label; null, which nobody may read, where it is none.</summary>
    public static Label? Of(StoredSegment segment)
    {
        using var payload = JsonDocument.Parse(segment.Payload);
        return Label.TryParse(ExerciseMark.LabelIn(payload.RootElement.GetProperty("label").GetString() ?? ""));
    }
}
