namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>A referral that somebody makes by hand, and what becomes of it: actions, each with its words, hours after the one before.</summary>
internal sealed record SampleReferral(string Service, string Priority, string Reason, IReadOnlyList<(string Action, double Hours, string? Said)> Way)
{
    private static readonly (string Service, string Reason)[] Asked =
    [
        ("Cardiology", "New systolic murmur 3/6 at the apex, short of breath on stairs. Echo before surgery?"),
        ("Nephrology", "Creatinine rising over three months, now 2.1 mg/dL. Cause, and fit for contrast?"),
        ("Pulmonology", "Second exacerbation of COPD this year. Inhaler technique and rehabilitation, please."),
        ("Endocrinology", "HbA1c 10.4 % on two drugs. Start of insulin with teaching."),
        ("Behavioral Health", "PHQ-9 of 16 at discharge. First visit within seven days, please."),
        ("Physical Therapy", "Two falls in a month, gait unsteady. Assessment at home if possible."),
    ];

    private static readonly (string Priority, (string, double, string?)[] Way)[] Ways =
    [
        ("routine", [("claim", 1, null), ("record-consent", 1, null), ("triage", 5, null), ("choose-recipient", 1, null), ("waive-authorization", 2, null), ("ready", 3, null), ("attempt-telephone", 4, "No answer, message left"), ("schedule", 20, null), ("seen", 50, null), ("report-received", 30, null), ("close-loop", 8, null), ("settle", 12, "Billed outside this program")]),
        ("urgent", [("claim", 1, null), ("triage", 1, null), ("require-authorization", 1, null), ("seek-authorization", 1, null), ("submit-authorization", 3, null), ("deny-authorization", 40, "Not medically necessary on what was sent (code 197)"), ("appeal-authorization", 6, "Peer-to-peer asked for, results added")]),
        ("soon", [("claim", 2, null), ("record-consent", 1, null), ("triage", 8, null), ("seek-authorization", 2, null), ("submit-authorization", 4, null), ("pend-authorization", 20, "Payer asks for the last note")]),
        ("routine", [("claim", 2, null), ("triage", 6, null), ("waive-authorization", 1, null), ("ready", 2, null), ("schedule", 10, null), ("no-show", 49, "Did not come, no call"), ("attempt-telephone", 3, "Daughter will call back"), ("attempt-message", 20, "Text message sent")]),
        ("soon", [("choose-recipient", 1, null), ("decline", 9, "No capacity before the date that is needed")]),
        ("routine", [("claim", 3, null), ("request-information", 2, "The last echo and the list of medicines are missing")]),
        ("soon", [("claim", 1, null), ("record-consent", 1, null), ("triage", 4, null), ("choose-recipient", 1, null), ("waive-authorization", 1, null), ("ready", 1, null), ("hold", 5, "The patient is away until next week")]),
        ("routine", [("claim", 4, null), ("triage", 7, null), ("choose-recipient", 1, null), ("seek-authorization", 2, null), ("submit-authorization", 3, null), ("approve-authorization", 60, "Approved, six visits"), ("ready", 3, null), ("schedule", 9, null)]),
        ("urgent", [("claim", 1, null), ("record-consent", 0.5, null), ("triage", 1, null), ("waive-authorization", 0.5, null), ("ready", 0.5, null), ("schedule", 2, null), ("seen", 49, null)]),
        ("routine", [("claim", 5, null), ("raise-wrong-service", 3, "Belongs to vascular surgery, as it reads")]),
        ("soon", []),
    ];

    public static SampleReferral Of(int number) =>
        new(Asked[number % Asked.Length].Service, Ways[number % Ways.Length].Priority, Asked[number % Asked.Length].Reason, Ways[number % Ways.Length].Way);
}
