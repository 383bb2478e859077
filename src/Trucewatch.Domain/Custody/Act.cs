using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Domain.Incidents;
using Trucewatch.Domain.Tasking;

namespace Trucewatch.Domain.Custody;

/// <summary>What somebody did with evidence.</summary>
public enum ActKind
{
    /// <summary>Looked at it through the service.</summary>
    Viewed,

    /// <summary>Wrote a bundle of it.</summary>
    Exported,

    /// <summary>Passed the keeping of it on to somebody else.</summary>
    HandedOver,

    /// <summary>Ordered that it is kept, whatever the retention policy says.</summary>
    Held,

    /// <summary>Ended such an order.</summary>
    Released,

    /// <summary>Removed a segment under the retention policy: its tombstone.</summary>
    Dropped,

    /// <summary>Used, lent or was denied a right.</summary>
    OfRights,

    /// <summary>Acted on a case, or opened one.</summary>
    OnCase,

    /// <summary>Said, as one of the watch, that an incident was seen.</summary>
    Acknowledged,

    /// <summary>Noted something in the log of the shift.</summary>
    Noted,

    /// <summary>Handed the watch over to somebody else.</summary>
    ShiftHandedOver,

    /// <summary>Said that incidents are one, or took that back.</summary>
    OnIncidents,

    /// <summary>Changed the words of a sentence of a report.</summary>
    OnReport,

    /// <summary>Asked for a look, offered or accepted one, or took one back.</summary>
    OnTasking,

    /// <summary>Called, gave notice, asked, agreed on a window, or put something right, at the desk of the hotline.
    /// </summary>
    OnHotline,

    /// <summary>Began this log in the place of another, which cannot be gone on with: its first entry.</summary>
    Succeeded,
}

/// <summary>
/// What was done with items of evidence, by whom and when: custody. It is sealed in the log like a fact, but it is not
/// the sector's: a replay does not repeat it.
/// </summary>
/// <param name="Kind">What was done.</param>
/// <param name="At">When, by the clock of the program.</param>
/// <param name="By">Who did it.</param>
/// <param name="To">Who got it, or null.</param>
/// <param name="Items">What it was done with: <c>incident:I-0001</c>, <c>fact:12</c>, <c>segment:HASH</c>, sorted;
/// <c>all</c> stands for the whole record.</param>
/// <param name="Copy"><c>evidentiary</c> for exact bytes, <c>working</c> for a copy to work with; null: no copy was
/// made.</param>
/// <param name="Manifest">SHA-256 of the bundle's manifest, or null.</param>
/// <param name="Policy">Retention policy or order that it was done under; of a succession the log that went before: its
/// key, size and root; or null.</param>
/// <param name="Words">Why, or null.</param>
/// <param name="Rights">What was done with rights, or null.</param>
/// <param name="Case">What was done to a case, or null.</param>
/// <param name="Merge">Which incidents are one, or are not, or null.</param>
/// <param name="Tasking">What was done on the board of shared tasking, or null.</param>
/// <param name="Hotline">What was done at the desk of the hotline, or null.</param>
/// <param name="Report">Which sentence of a report was changed, or null.</param>
public sealed record Act(
    ActKind Kind,
    Instant At,
    string By,
    string? To,
    ImmutableArray<string> Items,
    string? Copy = null,
    string? Manifest = null,
    string? Policy = null,
    string? Words = null,
    RightsWord? Rights = null,
    CaseWord? Case = null,
    MergeWord? Merge = null,
    TaskingWord? Tasking = null,
    HotlineWord? Hotline = null,
    ReportWord? Report = null)
{
    /// <summary>The item that stands for the whole record.</summary>
    public const string All = "all";

    /// <summary>True when it was done with an item, by name or with all of them.</summary>
    public bool Concerns(string item) =>
        Items.Contains(item, StringComparer.Ordinal) || Items.Contains(All, StringComparer.Ordinal);
}

/// <summary>The one byte form of an act, as <see cref="Facts.FactJson"/> is of a fact.</summary>
public static class ActJson
{
    /// <summary>The act as UTF-8 JSON.</summary>
    public static byte[] Write(Act act) => JsonSerializer.SerializeToUtf8Bytes(act, ActJsonContext.Default.Act);

    /// <summary>True where two acts at the desk of the hotline are the same in their byte form.</summary>
    public static bool Same(HotlineDeed one, HotlineDeed other) =>
        JsonSerializer.SerializeToUtf8Bytes(one, ActJsonContext.Default.HotlineDeed).AsSpan().SequenceEqual(
            JsonSerializer.SerializeToUtf8Bytes(other, ActJsonContext.Default.HotlineDeed));

    /// <summary>Reads an act back.</summary>
    /// <exception cref="JsonException">The bytes are not an act.</exception>
    public static Act Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, ActJsonContext.Default.Act)
        ?? throw new JsonException("expected an act, got null");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(Act))]
[JsonSerializable(typeof(HotlineDeed))]
[JsonSerializable(typeof(Adjudication.Act), TypeInfoPropertyName = "ActOnCase")]
internal sealed partial class ActJsonContext : JsonSerializerContext;
