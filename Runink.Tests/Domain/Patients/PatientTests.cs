using System.Globalization;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Tests.Domain.Patients;

public sealed class PatientTests
{
    [Theory]
    [InlineData("1948-03-12", "2026-03-11T23:59:59Z", 77)]
    [InlineData("1948-03-12", "2026-03-12T00:00:00Z", 78)]
    [InlineData("1948-03-12", "2026-03-12T00:30:00+01:00", 77)]
    [InlineData("2004-02-29", "2025-02-27T12:00:00Z", 20)]
    [InlineData("2004-02-29", "2025-02-28T12:00:00Z", 21)]
    [InlineData("2004-02-29", "2028-02-28T12:00:00Z", 23)]
    [InlineData("2004-02-29", "2028-02-29T12:00:00Z", 24)]
    [InlineData("2026-03-02", "2026-03-02T12:00:00Z", 0)]
    [InlineData("2026-03-03", "2026-03-02T22:00:00Z", 0)]
    [InlineData("0001-01-01", "2026-03-02T00:00:00Z", 2025)]
    public void AgeIsInCompletedYears(string born, string now, int age) =>
        Assert.Equal(age, Patient.Age(DateOnly.Parse(born, CultureInfo.InvariantCulture), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));

    [Fact]
    public void WithoutBirthDateThereIsNoAge() => Assert.Null(Patient.Age(null, DateTimeOffset.UnixEpoch));

    [Fact]
    public void WhatAMessageDoesNotSayStays()
    {
        var patient = new Patient { Id = "P1" };
        Assert.Equal("Unnamed patient", patient.Name);

        Assert.True(patient.Learn(new Demographics("Ruiz", "Ana", new DateOnly(1948, 3, 12), "female", null)));
        Assert.False(patient.Learn(new Demographics(null, null, null, null, null)));
        Assert.False(patient.Learn(new Demographics("Ruiz", null, null, "female", null)));
        Assert.True(patient.Learn(new Demographics(null, "Ana M", null, null, null)));

        Assert.Equal(("Ana M Ruiz", new DateOnly(1948, 3, 12), "female"), (patient.Name, patient.BirthDate, patient.Sex));
    }

    [Theory]
    [InlineData("Marta Oliveira", "M. O.")]
    [InlineData("Oliveira, marta anna", "O. M. A.")]
    [InlineData("  Cher ", "C.")]
    [InlineData("élise Ørsted", "É. Ø.")]
    [InlineData("", "")]
    public void ABoardShowsInitials(string name, string initials) =>
        Assert.Equal(initials, new PatientCard("P1", name, "7", 78, "female").Initials);

    [Theory]
    [InlineData(78, "female", "78 F")]
    [InlineData(0, "male", "0 M")]
    [InlineData(5, "unknown", "5")]
    [InlineData(null, "other", "O")]
    [InlineData(null, null, "")]
    public void AgeAndSexAreShort(int? age, string? sex, string shown) => Assert.Equal(shown, new PatientCard("P1", "A B", "7", age, sex).AgeSex);

    [Fact]
    public void AMaskedCardHasNoNameAndNoNumber()
    {
        var masked = new PatientCard("P1", "Marta Oliveira", "7", 78, "female").Masked();

        Assert.Equal(new PatientCard("P1", "M. O.", null, 78, "female"), masked);
    }

    [Theory]
    [InlineData("Ana Ruiz", "AR")]
    [InlineData("ana", "A")]
    [InlineData("Ana M Ruiz", "AM")]
    [InlineData("", "")]
    public void AColleagueHasTwoInitials(string name, string initials) => Assert.Equal(initials, new PersonRef("x", name).Initials);

    [Fact]
    public void AnAddressIsTakenOverAsAWholeAndTellsNobodyApart()
    {
        var patient = new Patient { Id = "1" };
        patient.Learn(new Demographics("Ruiz", "Ana", null, null, null) { Home = new("12 Oak Ave", "Albany", "NY", "12203"), Phone = "518 555 2345" });
        var moved = new Demographics("Ruiz", "Ana", null, null, null) { Home = new(null, "Troy", "NY", "12180") };

        Assert.False(patient.Contradicts(moved));
        Assert.True(patient.Learn(moved));
        Assert.Equal((null, "Troy", "12180", "518 555 2345"), (patient.Street, patient.City, patient.Postcode, patient.Phone));
    }

    [Theory]
    [InlineData("SS", "219-12-3456", "3456")]
    [InlineData("SS", "000-00-0000", null)]
    [InlineData("MR", "219-12-3456", null)]
    public void OfASocialSecurityNumberTheEndIsKept(string type, string value, string? ending)
    {
        var patient = new Patient { Id = "1" };

        Assert.Equal(ending is not null, patient.LearnSsn([new Identifier("SSA", value, type)]));
        Assert.Equal(ending, patient.SsnEnding);
    }
}
