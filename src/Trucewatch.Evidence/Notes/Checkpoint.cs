using System.Text;

namespace Trucewatch.Evidence.Notes;

/// <summary>A signed statement of a log: "after so many entries my root is this" (C2SP tlog-checkpoint).</summary>
public sealed record Checkpoint
{
    private Checkpoint(string origin, TreeHead head, string note)
    {
        Origin = origin;
        Head = head;
        SignedNote = note;
    }

    /// <summary>The name of the log.</summary>
    public string Origin { get; }

    /// <summary>Size and root together.</summary>
    public TreeHead Head { get; }

    /// <summary>How many entries the log has.</summary>
    public long Size => Head.Size;

    /// <summary>The root over these entries.</summary>
    public Digest Root => Head.Root;

    /// <summary>The whole signed note, as it is stored and handed out.</summary>
    public string SignedNote { get; }

    /// <summary>Signs a tree head; the signer's name is the origin.</summary>
    public static Checkpoint Sign(TreeHead head, NoteSigner signer) =>
        new(signer.Name, head, Note.Sign(head.ToText(signer.Name), signer));

    /// <summary>Reads a checkpoint and checks that the log named by the key signed it.</summary>
    public static NoteFault TryOpen(ReadOnlySpan<byte> note, NoteVerifier log, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var fault = Note.TryOpen(note, log, out var opened);
        if (opened is null)
        {
            return fault;
        }

        if (!TreeHead.TryParse(opened.Text, out var origin, out var head))
        {
            return NoteFault.BadCheckpointText;
        }

        if (origin != log.Name)
        {
            return NoteFault.OtherOrigin;
        }

        checkpoint = new Checkpoint(origin, head, Encoding.UTF8.GetString(note));
        return NoteFault.None;
    }
}
