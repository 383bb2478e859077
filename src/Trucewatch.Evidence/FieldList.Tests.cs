using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Trucewatch.Evidence;

public sealed class FieldListTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];

    private static readonly byte[] Payload = Encoding.UTF8.GetBytes(
        "fact \"incident\"\nincident.id \"I-0001\"\nincident.actors [\"cot:WEST-7\",\"Ä\"]\nincident.pInside 0.97\n");

    [Fact]
    public void A_JSON_object_becomes_one_line_for_each_value()
    {
        var json =
            """{"fact":"incident","incident":{"id":"I-0001","actors":["a",{"b":1}],"p":0.97,"x":{}},"n":null}"""u8;
        Assert.Equal(
            "fact \"incident\"\nincident.id \"I-0001\"\nincident.actors [\"a\",{\"b\":1}]\nincident.p 0.97\nn null\n",
            Encoding.UTF8.GetString(FieldList.TextOf(json)));
        Assert.ThrowsAny<JsonException>(() => FieldList.TextOf("[1]"u8));
        Assert.ThrowsAny<JsonException>(() => FieldList.TextOf("{\"a\":"u8));
    }

    [Fact]
    public void Objects_lie_in_each_other_as_deep_as_the_limit_and_not_deeper()
    {
        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("{\"a\":", depth + 1)) + "1" + new string('}', depth + 1));
        Assert.NotEmpty(FieldList.TextOf(Nested(FieldList.MaxDepth)));
        Assert.Throws<JsonException>(() => FieldList.TextOf(Nested(FieldList.MaxDepth + 1)));
    }

    /// <summary>The definition again, by other means than those of the class.</summary>
    [Fact]
    public void The_commitment_is_what_the_definition_says()
    {
        var hashes = Encoding.UTF8.GetString(Payload).TrimEnd('\n').Split('\n').SelectMany((line, i) =>
        {
            var salt = new HMACSHA256(Key).ComputeHash(Encoding.ASCII.GetBytes($"{i}"));
            return SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(line)]);
        });
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData([.. hashes])), FieldList.Commit(Key, Payload).ToHex());
    }

    [Fact]
    public void Every_choice_of_withheld_fields_leads_to_the_same_commitment_and_shows_the_others()
    {
        var lines = Encoding.UTF8.GetString(Payload).TrimEnd('\n').Split('\n');
        for (var choice = 0; choice < 1 << lines.Length; choice++)
        {
            var text = FieldList.Disclose(Key, Payload, line => (choice >> Array.IndexOf(lines, line) & 1) == 1);
            var read = FieldList.TryParse(Encoding.UTF8.GetBytes(text));
            Assert.Equal(FieldList.Commit(Key, Payload), read!.Commitment);
            Assert.Equal(lines.Select((line, i) => (choice >> i & 1) == 1 ? line : null), read.Lines);
        }
    }

    [Fact]
    public void A_flipped_bit_is_refused_or_gives_another_commitment()
    {
        var text = Encoding.UTF8.GetBytes(FieldList.Disclose(Key, Payload, line => !line.Contains("id")));
        var whole = FieldList.Commit(Key, Payload);
        for (var bit = 0; bit < text.Length * 8; bit++)
        {
            text[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(FieldList.TryParse(text)?.Commitment == whole, $"bit {bit} went unnoticed");
            text[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void There_are_as_many_fields_as_the_limit_and_not_one_more()
    {
        static byte[] Lines(int count) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a 1\n", count)));
        var most = FieldList.Disclose(Key, Lines(FieldList.MaxFields), _ => true);
        Assert.NotNull(FieldList.TryParse(Encoding.UTF8.GetBytes(most)));
        Assert.Null(FieldList.TryParse(Encoding.UTF8.GetBytes(most + most[..(most.IndexOf('\n') + 1)])));
        Assert.Throws<ArgumentException>(() => FieldList.Commit(Key, Lines(FieldList.MaxFields + 1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("+ 00\n")]
    [InlineData("no line feed")]
    public void Other_forms_are_refused(string text) =>
        Assert.Null(FieldList.TryParse(Encoding.UTF8.GetBytes(text)));
}
