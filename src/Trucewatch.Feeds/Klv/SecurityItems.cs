namespace Trucewatch.Feeds.Klv;

/// <summary>
/// The items of the security local set (MISB ST 0102). They are the sender's marking, and printed; the label of a feed
/// comes from the sensor registry alone, so that no message can loosen it.
/// </summary>
internal static class SecurityItems
{
    /// <summary>Tag of the classification.</summary>
    public const int ClassificationTag = 1;

    /// <summary>Greatest tag of the standard.</summary>
    public const int MaxTag = 24;

    private static readonly KlvItem?[] Table = UasItems.Indexed(
    [
        new(1, "classification", KlvForm.Count, 1),
        new(2, "classifying_country_coding_method", KlvForm.Count, 1),
        new(3, "classifying_country", KlvForm.Text),
        new(4, "sci_shi", KlvForm.Text),
        new(5, "caveats", KlvForm.Text),
        new(6, "releasing_instructions", KlvForm.Text),
        new(7, "classified_by", KlvForm.Text),
        new(8, "derived_from", KlvForm.Text),
        new(9, "classification_reason", KlvForm.Text),
        new(10, "declassification_date", KlvForm.Text),
        new(11, "marking_system", KlvForm.Text),
        new(12, "object_country_coding_method", KlvForm.Count, 1),
        new(13, "object_countries", KlvForm.WideText),
        new(14, "classification_comments", KlvForm.Text),
        new(19, "stream_id", KlvForm.Count, 1),
        new(20, "transport_stream_id", KlvForm.Count, 2),
        new(21, "item_designator", KlvForm.Opaque),
        new(22, "version", KlvForm.Count, 2),
        new(23, "classifying_country_coding_version", KlvForm.Text),
        new(24, "object_country_coding_version", KlvForm.Text),
    ], MaxTag);

    /// <summary>The line for a tag; null where it is not read.</summary>
    public static KlvItem? Find(int tag) => (uint)tag <= MaxTag ? Table[tag] : null;

    /// <summary>The classification in words; null for a number that has none.</summary>
    public static string? Words(double classification) => classification switch
    {
        1 => "unclassified",
        2 => "restricted",
        3 => "confidential",
        4 => "secret",
        5 => "top_secret",
        _ => null,
    };
}
