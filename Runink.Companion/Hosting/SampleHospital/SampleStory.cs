namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>One thing measured: LOINC code, name, UCUM unit, and its value at each step of a story.</summary>
internal sealed record SampleCourse(string Code, string Name, string Unit, params decimal[] Values)
{
    /// <summary>What is written instead of the number, for things that are not numbers.</summary>
    public string? Text { get; init; }
}

/// <summary>What happens to a synthetic patient between arrival and discharge, step by step.</summary>
internal sealed record SampleStory(string Name, string PatientClass, string Unit, int YoungestAge, int OldestAge, params SampleCourse[] Courses)
{
    public int Steps => Courses.Max(course => course.Values.Length);

    /// <summary>Stories with the values that the shipped triggers look for, and ordinary ones between them.</summary>
    public static IReadOnlyList<SampleStory> All { get; } =
    [
        new("sepsis", "E", "Emergency", 68, 90,
            new("2524-7", "Lactate", "mmol/L", 1.4m, 1.8m, 2.1m, 3.4m),
            new("9279-1", "Respiratory rate", "/min", 18, 20, 22, 24),
            new("8480-6", "Systolic blood pressure", "mm[Hg]", 124, 118, 108, 98),
            new("9269-2", "Glasgow coma score", "{score}", 15, 15, 15, 14)),
        new("ordinary", "E", "Emergency", 20, 60,
            new("8867-4", "Heart rate", "/min", 88, 82, 78),
            new("8310-5", "Body temperature", "Cel", 37.4m, 37.1m, 36.9m),
            new("59408-5", "Oxygen saturation", "%", 97, 98, 98)),
        new("hyperkalaemia", "I", "4 West", 50, 85,
            new("2823-3", "Potassium", "mmol/L", 4.9m, 5.3m, 5.8m, 6.7m),
            new("2160-0", "Creatinine", "mg/dL", 1.6m, 1.7m, 1.7m, 1.8m)),
        new("acute kidney injury", "I", "ICU", 45, 80,
            new("2160-0", "Creatinine", "mg/dL", 0.8m, 0.9m, 1.0m, 1.3m),
            new("8867-4", "Heart rate", "/min", 92, 96, 99, 104)),
        new("deterioration", "I", "5 East", 60, 88,
            new("9279-1", "Respiratory rate", "/min", 18, 20, 23, 26),
            new("59408-5", "Oxygen saturation", "%", 96, 95, 93, 91),
            new("3151-8", "Inhaled oxygen flow rate", "L/min", 0, 0, 2, 4),
            new("8480-6", "Systolic blood pressure", "mm[Hg]", 128, 121, 112, 104),
            new("8867-4", "Heart rate", "/min", 84, 92, 108, 118),
            new("8310-5", "Body temperature", "Cel", 37.0m, 37.6m, 38.2m, 38.6m),
            new SampleCourse("80288-4", "Level of consciousness", "", 0, 0, 0, 0) { Text = "A" }),
        new("hypoglycaemia", "O", "Clinic", 30, 75,
            new SampleCourse("2345-7", "Glucose", "mg/dL", 96, 74, 49)),
        new("recovering", "I", "3 North", 40, 80,
            new("2524-7", "Lactate", "mmol/L", 1.9m, 1.4m, 1.1m),
            new("9279-1", "Respiratory rate", "/min", 20, 18, 16)),
    ];
}
