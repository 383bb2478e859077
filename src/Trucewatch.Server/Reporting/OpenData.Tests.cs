using System.Buffers.Binary;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using Trucewatch.Domain;
using Trucewatch.Domain.Detections;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.OpenData;
using Trucewatch.Reports.Release;
using Xunit;

namespace Trucewatch.Server.Reporting;

/// <summary>
/// Open data: the same rows in every form. GeoParquet is read back with Parquet.Net, which knows nothing of how it was
/// written.
/// </summary>
[Collection(ReportedExercise.Collection)]
public sealed class OpenDataTests(ReportedExercise exercise)
{
    [Theory]
    [InlineData("rows")]
    [InlineData("none")]
    [InlineData("many")]
    public async Task Another_reader_finds_the_same_values(string which)
    {
        var table = Table(which);
        var bytes = GeoParquet.Write(table);
        Assert.Equal(bytes, GeoParquet.Write(Table(which)));
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(bytes));
        Assert.Equal(1, reader.RowGroupCount);
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(table.Rows.Length, group.RowCount);
        Assert.Equal(
            [.. table.Columns.Select(column => column.Name), "geometry"],
            reader.Schema.GetDataFields().Select(field => field.Name));
        foreach (var (column, field) in table.Columns.Zip(reader.Schema.GetDataFields()))
        {
            Assert.Equal(table.Rows.Select(column.Of), await ReadAsync(group, field, column.Type, table.Rows.Length));
        }

        var shapes = new byte[table.Rows.Length][];
        await group.ReadAsync(reader.Schema.GetDataFields()[^1], shapes, null, default);
        foreach (var (row, shape) in table.Rows.Zip(shapes))
        {
            Assert.Equal(
                row.Incident.Place is { } place ? (1, 1, place.Longitude, place.Latitude) : null, Point(shape));
        }
    }

    [Fact]
    public async Task A_file_says_where_its_places_are_and_that_it_is_of_an_exercise()
    {
        var table = Table("rows");
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(GeoParquet.Write(table)));
        Assert.Equal("EXERCISE", reader.CustomMetadata["mark"]);
        using var geo = JsonDocument.Parse(reader.CustomMetadata["geo"]);
        Assert.Equal("1.1.0", geo.RootElement.GetProperty("version").GetString());
        var column = geo.RootElement.GetProperty("columns").GetProperty(
            geo.RootElement.GetProperty("primary_column").GetString()!);
        Assert.Equal("WKB", column.GetProperty("encoding").GetString());
        var box = column.GetProperty("bbox").EnumerateArray().Select(edge => edge.GetDouble()).ToArray();
        var places = table.Rows.Select(row => row.Incident.Place).OfType<Place>().ToList();
        Assert.All(places, place =>
        {
            Assert.InRange(place.Longitude, box[0], box[2]);
            Assert.InRange(place.Latitude, box[1], box[3]);
        });
    }

    [Fact]
    public void GeoJson_and_csv_have_the_same_rows_each_with_what_was_watched()
    {
        var table = Table("rows");
        using var json = JsonDocument.Parse(OpenGeoJson.Write(table));
        Assert.True(json.RootElement.GetProperty("exercise").GetBoolean());
        var features = json.RootElement.GetProperty("features").EnumerateArray().ToList();
        var lines = OpenCsv.Write(table).TrimEnd('\n').Split('\n');
        Assert.Equal(table.Rows.Length + 1, lines.Length);
        Assert.Equal(table.Rows.Length, features.Count);
        foreach (var (feature, line) in features.Zip(lines.Skip(1)))
        {
            var properties = feature.GetProperty("properties");
            Assert.StartsWith(properties.GetProperty("incident").GetString() + ",", line, StringComparison.Ordinal);
            Assert.NotEqual("", properties.GetProperty("watched").GetString());
            Assert.True(properties.GetProperty("exercise").GetBoolean());
        }

        // Without coverage the rows say so, each of them.
        var withheld = new OpenTable(exercise.Mission with { Coverage = null });
        Assert.All(
            OpenCsv.Write(withheld).TrimEnd('\n').Split('\n').Skip(1),
            line => Assert.Contains("," + OpenTable.Withheld + ",", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("-", "'-")]
    [InlineData(-1.5, "-1.5")]
    public void A_field_is_no_formula_and_leaves_its_column_not(object value, string expected) =>
        Assert.Equal(expected, OpenCsv.Field(value));

    [Fact]
    public void The_public_gets_what_no_label_releases_in_no_form()
    {
        var table = new OpenTable(exercise.Make(Audience.Public));
        Assert.Empty(table.Rows);
        Assert.Equal((60, 0.1), (table.DelayMin, table.PlaceStepDeg));
    }

    private OpenTable Table(string which)
    {
        var record = exercise.Mission;
        return new OpenTable(which switch
        {
            "none" => record with { Incidents = [] },

            // Runs of places that are there and are not, and more than one byte of flags.
            "many" => record with
            {
                Incidents =
                [
                    .. Enumerable.Range(0, 300).Select(index => record.Incidents[index % record.Incidents.Length])
                        .Select((one, index) => one with
                        {
                            Incident = one.Incident with
                            {
                                Revision = index,
                                Place = index % 7 < 3 || index is > 100 and < 240
                                    ? null
                                    : new Place(47 + (index / 1000.0), 35, 10, 10, 0),
                            },
                        }),
                ],
            },
            _ => record,
        });
    }

    private static async Task<IEnumerable<object?>> ReadAsync(
        ParquetRowGroupReader group, DataField field, OpenType type, int rows)
    {
        switch (type)
        {
            case OpenType.Text:
                var texts = new string[rows];
                await group.ReadAsync(field, texts, null, default);
                return texts;
            case OpenType.Whole:
                return await ReadAsync<long>(group, field, rows);
            case OpenType.Number:
                return await ReadAsync<double>(group, field, rows);
            case OpenType.Flag:
                return await ReadAsync<bool>(group, field, rows);
            default:
                return (await ReadAsync<DateTime>(group, field, rows)).Select(time => time is DateTime at
                    ? (object)Instant.From(new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)))
                    : null);
        }
    }

    private static async Task<IEnumerable<object?>> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int rows)
        where T : struct
    {
        var values = new T?[rows];
        await group.ReadAsync<T>(field, values.AsMemory(), null, default);
        return values.Select(value => (object?)value);
    }

    private static (int Order, int Kind, double Longitude, double Latitude)? Point(byte[]? wkb) => wkb is null
        ? null
        : (wkb[0], BinaryPrimitives.ReadInt32LittleEndian(wkb.AsSpan(1)),
            BinaryPrimitives.ReadDoubleLittleEndian(wkb.AsSpan(5)),
            BinaryPrimitives.ReadDoubleLittleEndian(wkb.AsSpan(13)));
}
