namespace Trucewatch.Domain.Access;

/// <summary>In which capacity somebody asks or acts.</summary>
public enum Role
{
    /// <summary>The program itself: it may state, never decide.</summary>
    Machine,

    /// <summary>Keeps the watch and the cases: sorts them, has panels drawn, closes them.</summary>
    WatchOfficer,

    /// <summary>Gathers and weighs what is known.</summary>
    Analyst,

    /// <summary>States findings, always with a second one of another nation.</summary>
    Reviewer,

    /// <summary>Rules on disputes, where drawn for the panel.</summary>
    PanelMember,

    /// <summary>Speaks for a party to the agreement.</summary>
    PartyLiaison,

    /// <summary>Speaks for a nation that contributes to the mission.</summary>
    Contributor,

    /// <summary>The named authority that sets clocks and decides on responses.</summary>
    Commission,

    /// <summary>Reads everything that the mission may read, and changes nothing.</summary>
    Auditor,

    /// <summary>Applies the rules of the straits, and decides on them elsewhere.</summary>
    StraitsAuthority,

    /// <summary>Anybody.</summary>
    Public,

    /// <summary>Directs an exercise: knows what is put in, and sees it by no page.</summary>
    Trainer,
}
