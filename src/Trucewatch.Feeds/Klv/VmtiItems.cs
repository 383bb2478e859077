namespace Trucewatch.Feeds.Klv;

/// <summary>The items of the VMTI local set and of its targets that are read (MISB ST 0903).</summary>
internal static class VmtiItems
{
    // What the observer asks for by name.
    public const int ChecksumTag = 1;
    public const int TimeTag = 2;
    public const int VersionTag = 4;
    public const int FrameWidthTag = 8;
    public const int FrameHeightTag = 9;
    public const int SourceTag = 10;
    public const int TargetsTag = 101;
    public const int CentroidTag = 1;
    public const int LatitudeOffsetTag = 10;
    public const int LongitudeOffsetTag = 11;
    public const int HeightTag = 12;
    public const int LocationTag = 17;
    public const int RowTag = 19;
    public const int ColumnTag = 20;

    /// <summary>Greatest tag of the set.</summary>
    public const int MaxTag = 103;

    /// <summary>Greatest tag of a target.</summary>
    public const int MaxTargetTag = 107;

    /// <summary>Greatest offset from the frame centre in degrees.</summary>
    public const double MaxOffsetDeg = 19.2;

    /// <summary>Least height above the ellipsoid in metres.</summary>
    public const double MinHeightM = -900;

    /// <summary>Greatest height above the ellipsoid in metres.</summary>
    public const double MaxHeightM = 19_000;

    private static readonly KlvItem?[] Table = UasItems.Indexed(
    [
        new(1, "checksum", KlvForm.Count, 2),
        new(2, "precision_time_stamp", KlvForm.Time, 8),
        new(3, "system_name", KlvForm.Text),
        new(4, "version", KlvForm.FreeCount, 2),
        new(5, "targets_detected", KlvForm.FreeCount, 3),
        new(6, "targets_reported", KlvForm.FreeCount, 3),
        new(7, "frame_number", KlvForm.FreeCount, 3),
        new(8, "frame_width", KlvForm.FreeCount, 3),
        new(9, "frame_height", KlvForm.FreeCount, 3),
        new(10, "source_sensor", KlvForm.Text),
        new(11, "horizontal_fov", KlvForm.Mapped, 2, 0, 180),
        new(12, "vertical_fov", KlvForm.Mapped, 2, 0, 180),
        new(13, "miis_id", KlvForm.Opaque),
        new(101, "targets", KlvForm.Set),
        new(102, "algorithms", KlvForm.Opaque),
        new(103, "ontologies", KlvForm.Opaque),
    ], MaxTag);

    private static readonly KlvItem?[] TargetTable = UasItems.Indexed(
    [
        new(1, "centroid_pixel", KlvForm.FreeCount, 6),
        new(2, "top_left_pixel", KlvForm.FreeCount, 6),
        new(3, "bottom_right_pixel", KlvForm.FreeCount, 6),
        new(4, "priority", KlvForm.Count, 1),
        new(5, "confidence", KlvForm.Count, 1),
        new(6, "history", KlvForm.FreeCount, 2),
        new(7, "target_pixels_percent", KlvForm.Count, 1),
        new(8, "color", KlvForm.Opaque),
        new(9, "intensity", KlvForm.FreeCount, 3),
        new(10, "latitude_offset", KlvForm.Mapped, 3, -MaxOffsetDeg, MaxOffsetDeg),
        new(11, "longitude_offset", KlvForm.Mapped, 3, -MaxOffsetDeg, MaxOffsetDeg),
        new(12, "height", KlvForm.Mapped, 2, MinHeightM, MaxHeightM),
        new(13, "top_left_latitude_offset", KlvForm.Mapped, 3, -MaxOffsetDeg, MaxOffsetDeg),
        new(14, "top_left_longitude_offset", KlvForm.Mapped, 3, -MaxOffsetDeg, MaxOffsetDeg),
        new(15, "bottom_right_latitude_offset", KlvForm.Mapped, 3, -MaxOffsetDeg, MaxOffsetDeg),
        new(16, "bottom_right_longitude_offset", KlvForm.Mapped, 3, -MaxOffsetDeg, MaxOffsetDeg),
        new(17, "location", KlvForm.Set),
        new(19, "centroid_row", KlvForm.FreeCount, 4),
        new(20, "centroid_column", KlvForm.FreeCount, 4),
        new(22, "algorithm", KlvForm.FreeCount, 3),
    ], MaxTargetTag);

    /// <summary>The line for a tag of the set; null where it is not read.</summary>
    public static KlvItem? Find(int tag) => (uint)tag <= MaxTag ? Table[tag] : null;

    /// <summary>The line for a tag of a target; null where it is not read.</summary>
    public static KlvItem? FindOfTarget(int tag) => (uint)tag <= MaxTargetTag ? TargetTable[tag] : null;

    /// <summary>
    /// The line for a tag of a target of an edition that laid places over integers in another way: those are not read.
    /// </summary>
    public static KlvItem? FindOfLegacyTarget(int tag) =>
        FindOfTarget(tag) is { Form: not KlvForm.Mapped } line ? line : null;
}
