namespace Trucewatch.Feeds.Framing;

/// <summary>Finds excessive nesting in JSON before a reader throws over it.</summary>
internal static class JsonNesting
{
    /// <summary>True when brackets and braces outside texts stand deeper than the limit.</summary>
    public static bool IsDeeper(ReadOnlySpan<byte> json, int limit)
    {
        var depth = 0;
        var inText = false;
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case (byte)'\\' when inText:
                    i++;
                    break;
                case (byte)'"':
                    inText = !inText;
                    break;
                case (byte)'{' or (byte)'[' when !inText:
                    if (++depth > limit)
                    {
                        return true;
                    }

                    break;
                case (byte)'}' or (byte)']' when !inText:
                    depth--;
                    break;
            }
        }

        return false;
    }
}
